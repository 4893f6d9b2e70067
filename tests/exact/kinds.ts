/** Every kind of transfer that a run makes. */
import { CLIENT_BROKEN_KINDS } from './kind/broken-by-client.ts';
import { GATEWAY_BROKEN_KINDS } from './kind/broken-by-gateway.ts';
import { ORIGIN_BROKEN_KINDS } from './kind/broken-by-origin.ts';
import { HTTP_KINDS } from './kind/http.ts';
import { NOBODY_KINDS } from './kind/nobody.ts';
import { REFUSED_KINDS } from './kind/refused.ts';
import { RETRIED_KINDS } from './kind/retried.ts';
import { TUNNEL_KINDS } from './kind/tunnel.ts';
import type { Kind } from './transfer.ts';

export const KINDS: readonly Kind[] = [
  ...HTTP_KINDS,
  ...TUNNEL_KINDS,
  ...RETRIED_KINDS,
  ...REFUSED_KINDS,
  ...NOBODY_KINDS,
  ...CLIENT_BROKEN_KINDS,
  ...ORIGIN_BROKEN_KINDS,
  ...GATEWAY_BROKEN_KINDS,
];
