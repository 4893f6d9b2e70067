/** What proxies of the fleet are like, how they are listed, and what a check must find of each: the truth table. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { Anonymity, SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import type { CheckStage } from '@atlantic/contract/supply/run.ts';

/** As `fleet/main.c` names its ports. */
export const CHARACTERS = [
  ...(['elite', 'anonymous', 'transparent', 'slow', 'private', 'untunneled', 'socks5', 'socks4', 'refuses'] as const),
  ...(['silent', 'closes', 'resets', 'alters', 'injects', 'garbage', 'dies', 'fails', 'intercepts'] as const),
];
export type Character = (typeof CHARACTERS)[number];

/** What is true of a proxy that works. `tls` and `intercepts` show only with a judge that has a `tlsUrl`. */
interface Works {
  readonly kind: SupplyKind;
  readonly anonymity: Anonymity;
  readonly tls: boolean;
  /** It leads tunnels to somebody else. */
  readonly intercepts?: true;
}

/** Where a check of one that does not may end, and by which codes. */
export interface Fails {
  readonly stages: readonly CheckStage[];
  readonly codes: readonly ErrorCode[];
}

export interface Role {
  readonly name: string;
  readonly character: Character;
  /** As a feed lists it. */
  readonly listed: SupplyKind | undefined;
  readonly password?: boolean;
  /** Of a thousand proxies. */
  readonly share: number;
  readonly truth: Works | Fails;
}

const works = (kind: SupplyKind, anonymity: Anonymity = 'elite', tls = true): Works => ({ kind, anonymity, tls });
const fails = (stages: readonly CheckStage[], ...codes: readonly ErrorCode[]): Fails => ({ stages, codes });

const role = (
  name: string,
  character: Character,
  listed: SupplyKind | undefined,
  share: number,
  truth: Works | Fails,
): Role => ({ name, character, listed, share, truth });

const NO_ANSWER = ['connection_terminated', 'response_malformed'] as const;

export const ROLES: readonly Role[] = [
  role('elite', 'elite', 'http', 50, works('http')),
  role('anonymous', 'anonymous', 'http', 30, works('http', 'anonymous')),
  role('transparent', 'transparent', 'http', 30, works('http', 'transparent')),
  role('slow', 'slow', 'http', 20, works('http')),
  { ...role('password', 'private', 'http', 10, works('http')), password: true },
  role('no tunnels', 'untunneled', 'http', 10, works('http', 'elite', false)),
  role('socks5', 'socks5', 'socks5', 30, works('socks5')),
  role('socks4', 'socks4', 'socks4', 20, works('socks4')),
  role('intercepts', 'intercepts', 'http', 10, { ...works('http'), intercepts: true }),
  role('kind unknown, http', 'anonymous', undefined, 10, works('http', 'anonymous')),
  role('kind unknown, socks5', 'socks5', undefined, 10, works('socks5')),
  role('kind unknown, socks4', 'socks4', undefined, 10, works('socks4')),
  role('refuses', 'refuses', 'http', 50, fails(['connect'], 'connection_refused')),
  role('kind unknown, refuses', 'refuses', undefined, 50, fails(['connect'], 'connection_refused')),
  role('silent', 'silent', 'http', 190, fails(['handshake', 'judge'], 'response_timeout')),
  role('silent socks5', 'silent', 'socks5', 100, fails(['handshake'], 'response_timeout')),
  role('closes', 'closes', 'http', 60, fails(['handshake', 'judge'], 'connection_terminated')),
  role('garbage', 'garbage', 'http', 60, fails(['handshake', 'judge'], ...NO_ANSWER)),
  role('resets', 'resets', 'http', 40, fails(['judge'], 'response_incomplete', 'connection_terminated')),
  role('alters', 'alters', 'http', 30, fails(['judge'], 'exit_tampered')),
  role('injects', 'injects', 'http', 30, fails(['judge'], 'exit_tampered')),
  role('dies on second use', 'dies', 'http', 50, fails(['handshake', 'judge', 'confirm'], 'connection_terminated')),
  role('answers 503', 'fails', 'http', 30, fails(['handshake', 'judge'], 'upstream_proxy_failed')),
  role('wants a password', 'private', 'http', 30, fails(['handshake', 'judge'], 'upstream_proxy_unauthorized')),
  role('http listed as socks5', 'elite', 'socks5', 20, fails(['handshake'], ...NO_ANSWER)),
  role('socks5 listed as http', 'socks5', 'http', 10, fails(['handshake', 'judge'], ...NO_ANSWER)),
  role('socks4 listed as socks5', 'socks4', 'socks5', 10, fails(['handshake'], ...NO_ANSWER)),
];
