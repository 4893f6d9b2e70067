/** The ids that sessions have at a provider. */
import { createHash } from 'node:crypto';

const CHARACTERS = { alphanumeric: '0123456789abcdefghijklmnopqrstuvwxyz', digits: '0123456789' } as const;

/**
 * An id of `length` characters for what `parts` name. Other parts lead to another id, as far as so many characters can
 * tell: 8 of them make 2.8 million million ids. The client's own name for its session does not leave the gateway.
 */
export function sessionId(
  parts: readonly (string | null)[],
  { characters, length }: { characters: keyof typeof CHARACTERS; length: number },
): string {
  const alphabet = CHARACTERS[characters];
  const base = BigInt(alphabet.length);
  let left = BigInt(`0x${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`);
  let id = '';
  while (id.length < length) {
    id += alphabet[Number(left % base)];
    left /= base;
  }
  return id;
}
