import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from '../exchange.ts';

/**
 * Turns away a client whose connection has no seat, before anybody looks at a secret. Rejects with why. SOCKS5 can only
 * say so once it has heard what the client wants, so that is heard first.
 */
export async function turnAway(exchange: Pick<Exchange, 'intent'>, refusal: AtlanticError): Promise<never> {
  await exchange.intent([]);
  throw refusal;
}
