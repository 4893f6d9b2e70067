/** Names to addresses, with a deadline and errors of the catalogue. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';

export type Resolve = (host: string) => Promise<readonly string[]>;

/** Every address of `host`, in the system's order. Rejects with `dns_error` or `dns_timeout`. */
export const resolveHost: Resolve = async (host) => {
  if (isIP(host) !== 0) return [host];
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AtlanticError('dns_timeout')), LIMITS.resolveMs);
  });
  try {
    const found = await Promise.race([lookup(host, { all: true, verbatim: true }), deadline]);
    return found.map(({ address }) => address);
  } catch (error) {
    if (error instanceof AtlanticError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new AtlanticError(code === 'EAI_AGAIN' ? 'dns_timeout' : 'dns_error', { cause: error });
  } finally {
    clearTimeout(timer);
  }
};
