/** The ways into the gateway, and how curl is told to take each. */
import type { Atlantic } from './atlantic.ts';

type Ready = Pick<Atlantic, 'ready'>;

export interface Door {
  readonly name: 'HTTP' | 'CONNECT' | 'SOCKS5';
  readonly options: (atlantic: Ready) => readonly string[];
}

export const DOORS: readonly Door[] = [
  { name: 'HTTP', options: ({ ready }) => ['-x', ready.egress.http] },
  { name: 'CONNECT', options: ({ ready }) => ['-p', '-x', ready.egress.http] },
  { name: 'SOCKS5', options: ({ ready }) => ['--socks5-hostname', ready.egress.socks5] },
];

export const httpPort = ({ ready }: Ready): number => Number(new URL(ready.egress.http).port);

export const socksPort = ({ ready }: Ready): number => Number(ready.egress.socks5.split(':').at(-1));
