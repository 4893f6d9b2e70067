/** One Atlantic on a host of its own, with clients and origins on others, and weather between them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Ended, runProgram } from '../../clients/run-program.ts';
import { type Atlantic, startAtlantic } from '../../kit/atlantic.ts';
import { type Child, startChild } from '../../kit/child.ts';
import { within } from '../../kit/deadline.ts';
import { temporaryFolder } from '../../kit/folder.ts';
import { makeNetwork, type NetHost } from '../../kit/namespaces.ts';
import { ensureProgram } from '../../kit/program.ts';
import { standBy } from '../bystander.ts';
import { holdingsOf, inspectedEnvironment } from '../holdings.ts';
import type { Place } from '../place.ts';
import { WORKERS } from '../stage.ts';

/** A host with a web server, `HOST:PORT`. */
export interface OriginHost {
  readonly host: NetHost;
  readonly target: string;
}

export interface NetStage extends Place, AsyncDisposable {
  readonly atlantic: Atlantic;
  /** Where clients are that have bad weather, and where those are that have not. */
  readonly clients: NetHost;
  readonly others: NetHost;
  readonly origin: OriginHost;
  /** An origin that can vanish without those of the others. */
  readonly lost: OriginHost;
  /** `HOST:PORT` of the gateway, and who comes in. */
  readonly gateway: string;
  readonly user: string;
  /** Runs curl on a host, through the gateway. */
  readonly curl: (host: NetHost, args: readonly string[]) => Promise<Ended>;
  /** Starts clients that hold connections to a target; resolves once all are under way. */
  readonly crowd: (host: NetHost, target: string, count: number, path: '/' | '/drip') => Promise<Child>;
  /** From now on a host loses so many percent of its packets, in and out; 0 ends it. */
  readonly lose: (host: NetHost, percent: number) => Promise<void>;
}

const SECRET = 'secret-of-the-client';
const USER = `client:${SECRET}`;
const START_SECONDS = 20;
const OCTETS = 20_000;
const run = promisify(execFile);

/** Numbers are drawn for each packet by itself (nft(8), numgen). */
const lossRules = (percent: number): string =>
  ['input', 'output']
    .map((way) => {
      const rule = percent < 100 ? `numgen random mod 100 < ${percent} drop` : 'drop';
      return `add chain inet weather ${way} { type filter hook ${way} priority 0; }; add rule inet weather ${way} ${rule};`;
    })
    .join(' ');

async function startOn(host: NetHost, file: string, args: readonly string[]): Promise<Child> {
  const [program = '', ...line] = [...host.prefix, process.execPath, join(import.meta.dirname, file), ...args];
  const child = startChild(program, line);
  const ended = child.exited.then(() => {
    throw new Error(`${file} ended: ${child.stderr()}`);
  });
  await within(START_SECONDS, file, Promise.race([child.firstLine, ended]));
  return child;
}

export async function setNetStage(): Promise<NetStage> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(temporaryFolder('holdings'));
  const network = opened.use(await makeNetwork(5));
  const [home, clients, others, near, far] = network.hosts;
  if (!home || !clients || !others || !near || !far) throw new Error('a network of five hosts has five');
  const startOrigin = async (host: NetHost): Promise<OriginHost> => {
    const child = opened.use(await startOn(host, 'origin.ts', [host.address]));
    return { host, target: `${host.address}:${(await child.firstLine).trim()}` };
  };
  const origin = await startOrigin(near);
  const lost = await startOrigin(far);
  const atlantic = opened.use(
    await startAtlantic({
      prefix: home.prefix,
      env: inspectedEnvironment(folder.path),
      config: {
        egress: {
          workers: WORKERS,
          targets: { allowPrivate: true },
          listeners: [{ bind: `${home.address}:0` }],
        },
        credentials: [{ name: 'client', secret: SECRET }],
      },
    }),
  );
  const gateway = new URL(atlantic.ready.egress.http).host;
  const nft = await ensureProgram('nft');
  const program = await ensureProgram('curl');
  const curl: NetStage['curl'] = (host, args) => {
    const [first = '', ...line] = [...host.prefix, program, '-q', '-s', '-U', USER, ...args];
    return runProgram(first, line);
  };
  const order = async (host: NetHost, rules: string) => {
    const [first = '', ...line] = [...host.prefix, nft, rules];
    await run(first, line);
  };
  const owner = opened.move();
  const ask = async (): Promise<string | undefined> => {
    const form = ['-o', '/dev/null', '-w', '%{http_code} %{size_download}', '-m', '20'];
    const { stdout } = await curl(others, [
      '-x',
      `http://${gateway}`,
      ...form,
      `http://${origin.target}/bytes/${OCTETS}`,
    ]);
    return stdout.toString() === `200 ${OCTETS}` ? undefined : stdout.toString();
  };
  return {
    atlantic,
    clients,
    others,
    origin,
    lost,
    gateway,
    user: USER,
    curl,
    async crowd(host, target, count, path) {
      return owner.use(await startOn(host, 'crowd.ts', [gateway, USER, target, String(count), path]));
    },
    async lose(host, percent) {
      await order(
        host,
        `add table inet weather; delete table inet weather; add table inet weather; ${percent > 0 ? lossRules(percent) : ''}`,
      );
    },
    standBy: (over) => standBy(ask, over),
    holdings: () => holdingsOf(atlantic, folder.path),
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}
