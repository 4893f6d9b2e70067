/** The origins that all clients ask, and one gateway after another in front of them. */
import { startAtlantic } from '../kit/atlantic.ts';
import { httpPort, socksPort } from '../kit/door.ts';
import { type Folder, temporaryFolder } from '../kit/folder.ts';
import { type Origin, startOrigin } from '../kit/origin.ts';
import { startTlsOrigin } from '../kit/tls-origin.ts';
import type { Passage, Scheme, Stage, Way } from './client.ts';
import { gitRoutes } from './git-routes.ts';
import type { Upstream } from './upstreams.ts';

export interface Arena extends AsyncDisposable {
  readonly stage: (name: string) => Stage;
  readonly origins: Readonly<Record<Scheme, Origin>>;
  /** Starts the upstream and Atlantic in front of it. */
  readonly openGateway: (upstream: Upstream) => Promise<Gateway>;
}

export interface Gateway extends AsyncDisposable {
  readonly upstream: string;
  /** One way in, with the right secret or with another. */
  readonly passage: (way: Way, secret?: string) => Passage;
}

const USERNAME = 'client';
const SECRET = 'secret-of-the-client';

interface Origins {
  readonly http: Origin;
  readonly https: Origin;
  readonly certificateFile: string;
}

async function openGateway(origins: Origins, { name, start }: Upstream): Promise<Gateway> {
  const peers = new AsyncDisposableStack();
  try {
    const proxy = start && peers.use(await start());
    const pool = proxy
      ? { name: 'upstream', kind: 'list' as const, endpoints: [proxy.url] }
      : { name: 'upstream', kind: 'direct' as const };
    // Declared rather than created, so that every worker knows it from its start.
    const credentials = [{ name: USERNAME, secret: SECRET }];
    const config = {
      egress: { targets: { allowPrivate: true } },
      pools: [pool],
      routes: [{ pool: 'upstream' }],
      credentials,
    };
    const atlantic = peers.use(await startAtlantic({ config }));
    return {
      upstream: name,
      passage: (way, secret = SECRET) => ({
        ...way,
        gateway: `127.0.0.1:${way.door === 'SOCKS5' ? socksPort(atlantic) : httpPort(atlantic)}`,
        username: USERNAME,
        secret,
        origin: origins[way.scheme].url,
        certificateFile: origins.certificateFile,
      }),
      [Symbol.asyncDispose]: () => peers.disposeAsync(),
    };
  } catch (error) {
    await peers.disposeAsync();
    throw error;
  }
}

export async function openArena(): Promise<Arena> {
  const peers = new AsyncDisposableStack();
  const folder = (name: string): Folder => peers.use(temporaryFolder(name));
  const repositories = folder('repositories').path;
  const http = peers.use(await startOrigin(gitRoutes(repositories)));
  const https = peers.use(await startTlsOrigin(gitRoutes(repositories)));
  const origins = { http, https, certificateFile: https.certificateFile };
  return {
    stage: (name) => ({
      folder: folder(name.replaceAll(' ', '-')),
      repositories,
      certificateFile: https.certificateFile,
    }),
    origins,
    openGateway: (upstream) => openGateway(origins, upstream),
    [Symbol.asyncDispose]: () => peers.disposeAsync(),
  };
}
