/** A gateway with three workers before four real proxies, and clients that ask by which exit they go out. */
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { createCredential } from '../kit/credential.ts';
import { curl } from '../kit/curl.ts';
import { within } from '../kit/deadline.ts';
import { processesOf, type Role } from '../kit/processes.ts';
import { startTinyproxy } from '../kit/tinyproxy.ts';
import type { UpstreamProxy } from '../kit/upstream-proxy.ts';

export interface Stage extends AsyncDisposable {
  readonly atlantic: Atlantic;
  readonly proxies: readonly UpstreamProxy[];
  readonly username: string;
  readonly secret: string;
  /** The exits of so many requests with these options behind the user name, or the code each was refused with. */
  exitsOf(options: string, count?: number): Promise<string[]>;
  /** The gateway's page about one request. */
  page(options: string): Promise<Record<string, unknown>>;
  /** The same, once it answers with what is wanted. */
  until(options: string, wanted: (page: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** kill -9, and waits until the gateway answers again. */
  kill(role: Role): Promise<void>;
}

const HEALTH = { breaker: { consecutiveFaults: 1, baseSeconds: 4, maxSeconds: 4, jitter: 0, successes: 1 } };

export async function startStage(): Promise<Stage> {
  const proxies = await Promise.all([1, 2, 3, 4].map(() => startTinyproxy()));
  const listeners = [{ bind: '127.0.0.1:0', protocols: ['http' as const, 'socks5' as const] }];
  const atlantic = await startAtlantic({
    config: {
      egress: { workers: 3, drainSeconds: 2, listeners, targets: { allowPrivate: true } },
      pools: [{ name: 'rented', kind: 'list', endpoints: proxies.map(({ url }) => url), health: HEALTH }],
      routes: [{ pool: 'rented' }],
    },
  });
  const { username, secret } = await createCredential(atlantic, 'shop');

  const page: Stage['page'] = async (options) => {
    const user = `${username}${options}:${secret}`;
    const json = ['-H', 'Accept: application/json'];
    const { stdout } = await curl(['-x', atlantic.ready.egress.http, '-U', user, ...json, 'http://atlantic.status/']);
    try {
      const { error, ...seen } = JSON.parse(stdout.toString());
      return { ...seen, ...error };
    } catch {
      return { exit: stdout.toString() };
    }
  };
  const exitsOf: Stage['exitsOf'] = async (options, count = 8) => {
    const pages = await Promise.all(Array.from({ length: count }, () => page(options)));
    return [...new Set(pages.map(({ exit, code }) => String(exit ?? code)))];
  };
  const until: Stage['until'] = (options, wanted) =>
    within(
      30,
      'the exit that was waited for',
      (async () => {
        for (;;) {
          const seen = await page(options);
          if (wanted(seen)) return seen;
        }
      })(),
    );
  return {
    atlantic,
    proxies,
    username,
    secret,
    page,
    until,
    exitsOf,
    async kill(role) {
      const victims = processesOf(atlantic).filter((each) => each.role === role);
      for (const { pid } of victims) process.kill(pid, 'SIGKILL');
      // While one set of workers leaves and another comes, a connection may meet neither.
      for (let row = 0; row < 3; ) row = (await exitsOf('', 12)).includes('') ? 0 : row + 1;
    },
    async [Symbol.asyncDispose]() {
      await atlantic[Symbol.asyncDispose]();
      await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
    },
  };
}
