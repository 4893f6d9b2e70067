/** The ways to the target that are compared: by pairs, of which the second has what the first lacks. */
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import type { Origin } from '@atlantic/tests/kit/origin.ts';
import { type StunnelOptions, startStunnel } from '@atlantic/tests/kit/stunnel.ts';
import { startTinyproxy } from '@atlantic/tests/kit/tinyproxy.ts';
import { startPlace } from './stage.ts';

/** Each way, in milliseconds; there and back is twice that. */
const DELAY_MS = 20;
/** The name server is as far. */
const NAME_SERVER_MS = 2 * DELAY_MS;
const NAMES = Array.from({ length: 10 }, (_unused, at) => `target-${at}.example`);
const TTL_SECONDS = 30;
/** One of so many connections to the proxies of the last pair is stuck for so long. */
const STUCK = { every: 50, ms: 400 };
const CONNECTIONS = 200;
const SECRET = 'a-secret-of-the-benchmark';

type Pool = Extract<NonNullable<ConfigInput['pools']>[number], { kind: 'list' }>;

export interface Way {
  /** Of its pool and its credential. */
  readonly name: string;
  readonly figure: string;
  /** Does this gateway remember names? */
  readonly remembers: boolean;
  readonly target: (request: number) => string;
}

export interface Ways {
  readonly ways: readonly Way[];
  /** The configuration of the gateway that remembers names, and of the one that does not. */
  readonly config: (remembers: boolean) => ConfigInput;
}

export const secretOf = (): string => SECRET;

/** `peers` owns what is started. */
export async function openWays(peers: AsyncDisposableStack, origin: Origin): Promise<Ways> {
  const pools: Pool[] = [];
  const ways: Way[] = [];
  const add = (name: string, figure: string, pool: Omit<Pool, 'name' | 'kind'>) => {
    pools.push({ name, kind: 'list', ...pool });
    ways.push({ name, figure, remembers: true, target: () => `127.0.0.1:${origin.port}` });
  };
  const far = async (port: number, ...stuck: number[]) =>
    `127.0.0.1:${peers.use(await startPlace('relay.ts', port, DELAY_MS, ...stuck)).said}`;
  const startTls = async (options: StunnelOptions) => {
    const { port, issuerFile } = peers.use(
      await startStunnel(await startTinyproxy({ connections: CONNECTIONS }), options),
    );
    return { endpoints: [`https://${await far(port)}`], ca: issuerFile };
  };

  const names = peers.use(await startPlace('names.ts', NAME_SERVER_MS, TTL_SECONDS, ...NAMES));
  const target = (request: number) => `${NAMES[request % NAMES.length]}:${origin.port}`;
  ways.push({ name: 'direct', figure: 'target’s name, asked for each time', remembers: false, target });
  ways.push({ name: 'direct', figure: 'target’s name, remembered', remembers: true, target });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const digit = version.at(-1);
    const words = `HTTPS proxy, TLS 1.${digit}`;
    add(`whole${digit}`, `${words}, whole handshakes`, await startTls({ version, resume: false }));
    add(`resumed${digit}`, `${words}, resumed`, await startTls({ version }));
  }

  const spares = { max: 8 };
  const { port } = peers.use(await startTinyproxy({ connections: CONNECTIONS }));
  const plain = { endpoints: [`http://${await far(port)}`] };
  add('plain', 'HTTP proxy, connected to each time', plain);
  add('plainready', 'HTTP proxy, held ready', { ...plain, spares });
  const secure = await startTls({ version: 'TLSv1.3' });
  add('secure', 'HTTPS proxy, connected to each time', secure);
  add('secureready', 'HTTPS proxy, held ready', { ...secure, spares });

  const slow = {
    endpoints: await Promise.all(
      [5, 17, 29, 41].map(async (before) => `http://${await far(port, STUCK.every, STUCK.ms, before)}`),
    ),
  };
  add('waited', 'four HTTP proxies, 2 % stuck, waited for', slow);
  add('hedged', 'four HTTP proxies, 2 % stuck, hedged', { ...slow, hedge: {} });

  return {
    ways,
    config: (remembers) => ({
      egress: {
        workers: 1,
        targets: { allowPrivate: true },
        dns: { servers: [names.said], ...(!remembers && { cacheEntries: 0 }) },
      },
      pools: [{ name: 'direct', kind: 'direct' }, ...pools],
      routes: [...pools.map(({ name }) => ({ match: { credentials: [name] }, pool: name })), { pool: 'direct' }],
      credentials: ['direct', ...pools.map(({ name }) => name)].map((name) => ({ name, secret: SECRET })),
    }),
  };
}
