/** Two hosts: control and its plane on one, a plane alone on the other, an origin and curl on both. */
import { join } from 'node:path';
import { type PlaneList, type PlaneWithToken, planeListSchema, planeWithTokenSchema } from '@atlantic/contract/api.ts';
import { type Atlantic, type CliResult, startAtlantic } from '../kit/atlantic.ts';
import { signCertificate } from '../kit/certificate.ts';
import { startChild } from '../kit/child.ts';
import { createCredential, type TestCredential } from '../kit/credential.ts';
import { within } from '../kit/deadline.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { makeNetwork, type NetHost } from '../kit/namespaces.ts';
import { ensureProgram } from '../kit/program.ts';
import { type RemotePlane, startRemotePlane } from '../kit/remote-plane.ts';

/** One host with its plane's door and an origin that only this host reaches. */
export interface Site {
  readonly host: NetHost;
  readonly proxy: () => string;
  readonly origin: string;
}

export interface Stage extends AsyncDisposable {
  readonly atlantic: Atlantic;
  readonly here: Site;
  readonly there: Site;
  readonly certificate: { readonly authority: string; readonly certificate: string; readonly key: string };
  /** The token of the plane `remote`. */
  readonly token: string;
  readonly remote: RemotePlane;
  /** Runs `atlantic ARGS` beside control; throws what it said when it fails. */
  readonly order: (...args: readonly string[]) => Promise<CliResult>;
  readonly planes: () => Promise<PlaneList['planes']>;
  readonly plane: (name: string) => Promise<PlaneWithToken>;
  readonly startPlane: (name: string, token: string, args?: readonly string[]) => Promise<RemotePlane>;
  readonly credential: (name: string, ...options: readonly string[]) => Promise<TestCredential>;
}

const START_SECONDS = 20;

/** The first line that the program prints is its port. */
async function startOriginOn(host: NetHost): Promise<AsyncDisposable & { url: string }> {
  const [program = '', ...line] = [...host.prefix, process.execPath, join(import.meta.dirname, 'origin.ts')];
  const origin = startChild(program, line);
  await within(START_SECONDS, 'an origin', origin.firstLine);
  const port = (await origin.firstLine).trim();
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: origin[Symbol.asyncDispose] };
}

export interface Fetched {
  /** HTTP status, 0 when there was none. */
  readonly status: number;
  /** The code in Proxy-Status, or empty. */
  readonly code: string;
  readonly octets: number;
}

/** Fetches `path` from the origin of the site through its plane. */
export async function fetchAt(site: Site, { user }: TestCredential, path: string, seconds = 20): Promise<Fetched> {
  const curl = await ensureProgram('curl');
  const [program = '', ...line] = [...site.host.prefix, curl];
  const form = '%{http_code} %{size_download} %header{proxy-status}';
  const fixed = ['-q', '-s', '-m', String(seconds), '-o', '/dev/null', '-w', form, '-x', site.proxy(), '-U', user];
  await using child = startChild(program, [...line, ...fixed, `${site.origin}${path}`]);
  await child.exited;
  const [status, octets, ...proxyStatus] = child.stdout().toString().split(' ');
  const code = /details="?([a-z_]+)/.exec(proxyStatus.join(' '))?.[1] ?? '';
  return { status: Number(status), octets: Number(octets), code };
}

export async function setStage(): Promise<Stage> {
  const stack = new AsyncDisposableStack();
  try {
    const folder = stack.use(temporaryFolder('remote'));
    const network = stack.use(await makeNetwork(2));
    const [first, second] = network.hosts;
    if (!first || !second) throw new Error('a network of two hosts has two');
    const certificate = await signCertificate(folder.path, ['DNS:control.test', `IP:${first.address}`]);
    const originHere = stack.use(await startOriginOn(first));
    const originThere = stack.use(await startOriginOn(second));
    const tls = { certificate: certificate.certificate, key: certificate.key };
    const atlantic = stack.use(
      await startAtlantic({
        prefix: first.prefix,
        config: {
          control: { listen: `${first.address}:0`, tls },
          egress: { targets: { allowPrivate: true }, drainSeconds: 5 },
        },
      }),
    );
    const order: Stage['order'] = async (...args) => {
      const answer = await atlantic.cli(...args);
      if (answer.code !== 0) throw new Error(`atlantic ${args.join(' ')} failed: ${answer.stderr}`);
      return answer;
    };
    const plane: Stage['plane'] = async (name) =>
      planeWithTokenSchema.parse(JSON.parse((await order('plane', 'create', name, '--json')).stdout));
    const startPlane: Stage['startPlane'] = async (name, token, args = []) =>
      startRemotePlane({
        control: atlantic.ready.control.url,
        token,
        home: join(folder.path, name),
        args: ['--ca', certificate.authority, ...args],
        prefix: second.prefix,
      });
    const { token } = await plane('remote');
    const remote = stack.use(await startPlane('remote', token));
    const stage: Stage = {
      atlantic,
      here: { host: first, proxy: () => atlantic.ready.egress.http, origin: originHere.url },
      there: { host: second, proxy: () => remote.ready.egress.http, origin: originThere.url },
      certificate,
      token,
      remote,
      order,
      plane,
      startPlane,
      planes: async () => planeListSchema.parse(JSON.parse((await order('plane', 'list', '--json')).stdout)).planes,
      credential: (name, ...options) => createCredential(atlantic, name, ...options),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
    return stage;
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
