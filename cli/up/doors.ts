/** Where clients on this machine reach the proxy, from what its listeners are bound to. */
import { formatBind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { EgressReady } from '@atlantic/contract/process.ts';

export type Listener = EgressReady['listeners'][number];

const LOOPBACK: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** `HOST:PORT` to dial: an address that means every address is reached by the loopback one. */
export function dialAddress(bound: string): string {
  const bind = parseBind(bound);
  return bind ? formatBind({ ...bind, host: LOOPBACK[bind.host] ?? bind.host }) : bound;
}

/**
 * A listener for HTTP proxy clients, without TLS where there is one, since its certificate may be one that clients do not
 * trust by themselves; and one for SOCKS5, preferably its own. Empty where there is none: URLs have no word for SOCKS5
 * inside TLS.
 */
export function doorsOf(listeners: readonly Listener[]): { http: string; socks5: string } {
  const speaking = listeners.filter(({ protocols }) => protocols.includes('http'));
  const http = speaking.find(({ tls }) => !tls) ?? speaking[0];
  const socks = listeners.filter(({ protocols, tls }) => protocols.includes('socks5') && !tls);
  const socks5 = socks.find(({ protocols }) => protocols.length === 1) ?? socks[0];
  return {
    http: http ? `${http.tls ? 'https' : 'http'}://${dialAddress(http.bind)}` : '',
    // The h: names are resolved by the gateway, as an HTTP proxy does, and not by the client.
    socks5: socks5 ? `socks5h://${dialAddress(socks5.bind)}` : '',
  };
}
