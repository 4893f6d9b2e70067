/** The proxy auto-configuration file: which of the gateway's listeners a browser uses, and for what. Pure. */
import { parseBind } from '@atlantic/contract/config/bind.ts';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';

/** The name in a Host header (RFC 9110 §7.2) or in `?host=`, with brackets around IPv6; undefined for anything else. */
export function proxyHost(text: string): string | undefined {
  const host = (parseBind(text) ?? parseBind(`${text}:0`) ?? parseBind(`[${text}]:0`))?.host.toLowerCase();
  return host?.includes(':') ? `[${host}]` : host;
}

/** A listener with a credential, a pool or options of its own is for somebody in particular. */
const isForAll = ({ credential, pool, options }: SnapshotListener): boolean =>
  credential === undefined && pool === undefined && options === undefined;

/**
 * What FindProxyForURL returns: proxies inside TLS first, since they keep the credential secret, then HTTP, then SOCKS5.
 * Empty when there is none. Port 0 is chosen by the plane and not known here.
 */
export function proxyList(listeners: readonly SnapshotListener[], host: string): string {
  const entries = listeners.filter(isForAll).flatMap(({ bind, protocols, tls }) => {
    const port = parseBind(bind)?.port ?? 0;
    if (port === 0) return [];
    const http = protocols.includes('http') ? [`${tls ? 'HTTPS' : 'PROXY'} ${host}:${port}`] : [];
    // Browsers have no word for SOCKS5 inside TLS.
    const socks = protocols.includes('socks5') && !tls ? [`SOCKS5 ${host}:${port}`] : [];
    return [...http, ...socks];
  });
  return ['HTTPS', 'PROXY', 'SOCKS5']
    .flatMap((kind) => entries.filter((entry) => entry.startsWith(`${kind} `)))
    .join('; ');
}

/**
 * The file itself. It looks up no name: that would tell the client's resolver where it goes. It has no DIRECT behind the
 * proxies: when they are away nothing goes out unseen. ES5, as old clients want it.
 */
export const pacFile = (proxies: string): string => `function FindProxyForURL(url, host) {
  host = host.toLowerCase().replace(/^\\[|\\]$/g, '');
  var plain = host.indexOf('.') < 0 && host.indexOf(':') < 0;
  var local = /(^|\\.)(localhost|local|internal|home\\.arpa)$/.test(host);
  var ipv4 = /^\\d+\\.\\d+\\.\\d+\\.\\d+$/.test(host) &&
    /^(0|10|127|169\\.254|172\\.(1[6-9]|2\\d|3[01])|192\\.168)\\./.test(host);
  var ipv6 = host.indexOf(':') >= 0 && /^(::1?$|f[cd]|fe[89ab])/.test(host);
  return plain || local || ipv4 || ipv6 ? 'DIRECT' : ${JSON.stringify(proxies)};
}
`;
