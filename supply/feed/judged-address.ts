/**
 * Where a feed may be fetched from. Its host is resolved once, every address is judged, and the connection goes to one of
 * those: a name that means something else a moment later gains nothing by it.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '@atlantic/wire/public-address.ts';
import { FeedFailure, systemCode } from './feed-failure.ts';

/** All addresses of a name. Rejects with the system's error. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

export const resolveBySystem: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

export interface AddressRules {
  /** Whether private and special addresses may be fetched from. */
  readonly allowPrivate: boolean;
  readonly resolve: ResolveHost;
}

/**
 * The addresses of a URL's host. One that is not public refuses them all, whichever would have been tried. Throws
 * FeedFailure `refused-address` or `unreachable`.
 */
export async function judgedAddresses(url: URL, { allowPrivate, resolve }: AddressRules): Promise<readonly string[]> {
  // The URL's parser has made 127.1 and 0x7f000001 what they are.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolved(host, resolve) : [host];
  if (!allowPrivate && !addresses.every(isPublicAddress))
    throw new FeedFailure('refused-address', 'its address is not on the public internet');
  return addresses;
}

async function resolved(host: string, resolve: ResolveHost): Promise<readonly string[]> {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    throw new FeedFailure('unreachable', systemCode(error) ?? 'its name cannot be resolved');
  }
  throw new FeedFailure('unreachable', 'its name has no address');
}

/** For `net.connect`: answers with these addresses, whatever it is asked for. */
export function lookupAmong(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all === true) callback(null, answers);
    else callback(null, answers[0]?.address ?? '', answers[0]?.family);
  };
}
