/** What the system's files say about names: hosts(5), resolv.conf(5) and nsswitch.conf(5). Pure. */
import { isIP } from 'node:net';
import { canonicalHost } from '@atlantic/contract/host-pattern.ts';

const withoutComment = (line: string): string => line.replace(/[#;].*/, '').trim();
const wordsOf = (line: string): string[] => line.split(/\s+/).filter((word) => word !== '');

/** The addresses of each name in a hosts file, in its order. */
export function readHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = wordsOf(line.replace(/#.*/, ''));
    if (isIP(address) === 0) continue;
    for (const name of names.map(canonicalHost)) {
      const addresses = hosts.get(name) ?? [];
      if (!addresses.includes(address)) hosts.set(name, [...addresses, address]);
    }
  }
  return hosts;
}

/** Does resolv.conf make other names of a name, by a domain of its own? */
const searches = (text: string): boolean =>
  text.split('\n').some((line) => {
    const [key, domain = '.'] = wordsOf(withoutComment(line));
    return (key === 'search' || key === 'domain') && domain !== '.';
  });

/**
 * Sources that know nothing of a name with a dot that is not below `local`, or nothing that the files and the name
 * servers do not know: systemd's own are asked by way of its stub, which is the name server then.
 */
const NOTHING_MORE = new Set(['files', 'dns', 'resolve', 'myhostname', 'mymachines']);

/** Does nsswitch.conf name a source of hosts besides files and name servers? Without the line, glibc takes those two. */
function otherSources(text: string): boolean {
  const line =
    text
      .split('\n')
      .map(withoutComment)
      .find((each) => each.startsWith('hosts:')) ?? '';
  const sources = wordsOf(line.slice('hosts:'.length).replace(/\[[^\]]*\]/g, ' '));
  return sources.some((source) => !NOTHING_MORE.has(source) && !source.startsWith('mdns'));
}

/** Could the system know a name that has a dot, when the name servers do not know it as it stands? */
export const mayKnowMore = (resolvConf: string, nsswitchConf: string): boolean =>
  searches(resolvConf) || otherSources(nsswitchConf);

/** Is it for the system alone: without a dot, or below the domains that are no business of name servers (RFC 6761, RFC 6762)? */
export const isSystemName = (host: string): boolean =>
  !host.replace(/\.$/, '').includes('.') || /(?:^|\.)(?:local|localhost)\.?$/i.test(host);
