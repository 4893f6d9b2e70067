/** One Atlantic of several workers in front of origins and proxies that break, and what its processes hold. */
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { credentialOf, type TestCredential } from '../kit/credential.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { freePort } from '../kit/port.ts';
import { startTinyproxy } from '../kit/tinyproxy.ts';
import { startTransferOrigin, type TransferOrigin } from '../kit/transfer-origin.ts';
import { type BreakingPeer, startBreakingPeer } from './breaking-peer.ts';
import { askBy, standBy } from './bystander.ts';
import { holdingsOf, inspectedEnvironment } from './holdings.ts';
import type { Place } from './place.ts';

/** A credential and its pool are called so. */
const LANES = ['direct', 'http', 'socks', 'victims'] as const;
export type Lane = (typeof LANES)[number];

export interface Stage extends Place, AsyncDisposable {
  readonly atlantic: Atlantic;
  readonly workers: number;
  /** A door without login, for programs that have none. */
  readonly openPort: number;
  readonly transfers: TransferOrigin;
  /** An origin for `direct`, a proxy for `http` and `socks`. */
  readonly breaking: Readonly<Record<'direct' | 'http' | 'socks', BreakingPeer>>;
  /** One of the two proxies of `victims`: ends it at once, and puts it back where it was. */
  readonly kill: () => void;
  readonly revive: () => Promise<void>;
  readonly credential: (lane: Lane) => TestCredential;
}

const SECRET = 'secret-of-the-client';
export const WORKERS = 2;

export async function setStage(): Promise<Stage> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(temporaryFolder('holdings'));
  const transfers = opened.use(await startTransferOrigin());
  const breaking = {
    direct: opened.use(await startBreakingPeer()),
    http: opened.use(await startBreakingPeer()),
    socks: opened.use(await startBreakingPeer()),
  };
  let victim = opened.use(await startTinyproxy());
  const survivor = opened.use(await startTinyproxy());
  const openPort = await freePort();
  const list = (name: Lane, ...endpoints: string[]) => ({ name, kind: 'list' as const, endpoints });
  const atlantic = opened.use(
    await startAtlantic({
      env: inspectedEnvironment(folder.path),
      config: {
        egress: {
          workers: WORKERS,
          targets: { allowPrivate: true },
          listeners: [
            { bind: '127.0.0.1:0' },
            { bind: `127.0.0.1:${openPort}`, allowFrom: ['127.0.0.0/8'], credential: 'direct' },
          ],
        },
        pools: [
          list('http', `http://127.0.0.1:${breaking.http.port}`),
          list('socks', `socks5h://127.0.0.1:${breaking.socks.port}`),
          list('victims', victim.url, survivor.url),
        ],
        routes: LANES.map((name) => ({ match: { credentials: [name] }, pool: name })),
        credentials: LANES.map((name) => ({ name, secret: SECRET })),
      },
    }),
  );
  const owner = opened.move();
  const credential = (lane: Lane) => credentialOf(lane, lane, SECRET);
  const ask = askBy(atlantic, transfers.port, credential('direct'));
  return {
    atlantic,
    workers: WORKERS,
    openPort,
    transfers,
    breaking,
    kill: () => void process.kill(victim.pid, 'SIGKILL'),
    async revive() {
      victim = owner.use(await startTinyproxy({ port: victim.port }));
    },
    credential,
    standBy: (over) => standBy(ask, over),
    holdings: () => holdingsOf(atlantic, folder.path),
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}
