/**
 * The site of a target: its registrable domain by the Public Suffix List (publicsuffix.org), so that what is said of
 * `www.shop.co.uk` holds for `api.shop.co.uk` and not for `other.co.uk`. The private part of the list counts too:
 * customers of one hosting company are sites of their own.
 */
import { getDomain } from 'tldts';

/** Hosts of requests are checked before; addresses and names without a registrable domain stand for themselves. */
const AS_IT_IS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** `host`: lower case, an address without brackets. */
export const siteOf = (host: string): string => getDomain(host, AS_IT_IS) ?? host.replace(/\.$/, '');
