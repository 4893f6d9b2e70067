/** Every kind of upstream proxy, each by a program of another maker, and what each is known to be unable to do. */
import { startDante } from '../kit/dante.ts';
import { startMicrosocks } from '../kit/microsocks.ts';
import { startSquid } from '../kit/squid.ts';
import { startSsh } from '../kit/ssh.ts';
import { startStunnel, type TlsUpstreamProxy } from '../kit/stunnel.ts';
import { startTinyproxy } from '../kit/tinyproxy.ts';
import type { UpstreamProxy, UpstreamProxyOptions } from '../kit/upstream-proxy.ts';

export interface Kind {
  /** A credential, a pool and a column are called so. */
  readonly name: string;
  readonly start: (options: UpstreamProxyOptions) => Promise<UpstreamProxy | TlsUpstreamProxy>;
  /** In place of that of the proxy's URL. */
  readonly scheme?: 'socks4' | 'socks4a' | 'socks5';
  /** Can it be asked for a password? */
  readonly login: boolean;
  /** Does the program pass one side's end on by itself? Those that do not were seen to end both, without a gateway too. */
  readonly halfClose: boolean;
  /** What comes of an IPv6 target. */
  readonly ipv6: string;
  /** What it tells of a target whose port is closed. */
  readonly refused: readonly string[];
  /** What it tells of a name that does not exist. */
  readonly unknown: readonly string[];
}

/** Without a name server Squid says that it cannot forward. */
const UNKNOWN_HTTP = ['dns_error', 'upstream_proxy_failed', 'connection_terminated'];
const UNKNOWN_SOCKS = ['upstream_proxy_failed', 'destination_unroutable'];
/** Resolved by the gateway. */
const UNKNOWN_HERE = ['dns_error', 'dns_timeout'];
const REFUSED = ['connection_refused'];
/** tinyproxy answers 500 and SOCKS4 replies 91, whatever the reason is. */
const FAILED = ['upstream_proxy_failed'];
/** It says yes first and closes then. */
const CLOSED = ['cut', 'connection_terminated'];
const SQUID = { login: true, halfClose: false, ipv6: 'ok', refused: REFUSED, unknown: UNKNOWN_HTTP };
const TINYPROXY = { login: true, halfClose: false, ipv6: 'ok', refused: FAILED, unknown: FAILED };
/** It has an IPv4 address only to send from. */
const DANTE = {
  login: false,
  halfClose: true,
  ipv6: 'upstream_proxy_failed',
  refused: REFUSED,
  unknown: UNKNOWN_SOCKS,
};
const SSH = { login: false, halfClose: true, ipv6: 'ok', refused: CLOSED, unknown: CLOSED };
const NO_IPV6 = { ipv6: 'exit_family_unmatched' };

export const KINDS: readonly Kind[] = [
  { name: 'squid', start: startSquid, ...SQUID },
  { name: 'tinyproxy', start: startTinyproxy, ...TINYPROXY },
  { name: 'squidtls', start: async (options) => startStunnel(await startSquid(options), options), ...SQUID },
  {
    name: 'tinyproxytls',
    start: async (options) => startStunnel(await startTinyproxy(options), options),
    ...TINYPROXY,
  },
  {
    name: 'dante4',
    start: () => startDante(),
    scheme: 'socks4',
    ...DANTE,
    ...NO_IPV6,
    refused: FAILED,
    unknown: UNKNOWN_HERE,
  },
  { name: 'ssh4', start: startSsh, scheme: 'socks4', ...SSH, ...NO_IPV6, unknown: UNKNOWN_HERE },
  { name: 'ssh4a', start: startSsh, scheme: 'socks4a', ...SSH, ...NO_IPV6 },
  { name: 'ssh5h', start: startSsh, ...SSH },
  { name: 'dante5', start: () => startDante(), scheme: 'socks5', ...DANTE },
  { name: 'dante5h', start: () => startDante(), ...DANTE },
  {
    name: 'microsocks',
    start: startMicrosocks,
    login: true,
    halfClose: false,
    ipv6: 'ok',
    refused: REFUSED,
    unknown: UNKNOWN_SOCKS,
  },
];
