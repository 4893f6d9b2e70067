/** Addresses in one form, so that the same one is the same text. */
import { formatAddress, parseAddress } from '@atlantic/wire/ip-address.ts';

/** RFC 4291 §2.5.5.2: how a socket that speaks IPv6 names a peer that speaks IPv4. */
const MAPPED = '::ffff:';

/** IPv4 as IPv4, IPv6 as RFC 5952 has it; undefined for what is no address. */
export function canonicalAddress(text: string): string | undefined {
  const octets = parseAddress(text);
  if (!octets) return undefined;
  const canonical = formatAddress(octets);
  return canonical.startsWith(MAPPED) ? canonical.slice(MAPPED.length) : canonical;
}

/** What may stand for an address within a text, whole: nothing that would make it part of a longer word or number. */
const V6 = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:]|\.\w)/;
const V4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\w)/;
const EITHER = new RegExp(`${V6.source}|${V4.source}`, 'gi');

/** Every whole address that a text holds, canonical: in a list, behind `for=`, in quotes, brackets, with a port. */
export function* addressesIn(text: string): Generator<string> {
  for (const [found] of text.matchAll(EITHER)) {
    const address = canonicalAddress(found);
    if (address !== undefined) yield address;
  }
}
