/** The program under test with its origin and credentials, kept through any number of deaths. */
import { type Client, createClient } from '@atlantic/contract/client.ts';
import { type Atlantic, startAtlantic } from '../kit/atlantic.ts';
import { makeCredential, type TestCredential } from '../kit/credential.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { startTransferOrigin, type TransferOrigin } from '../kit/transfer-origin.ts';
import { untilCounted } from '../kit/until-counted.ts';

/** Two share each port, so that one can die while the other serves. */
export const WORKERS = 2;
/** More than all rounds together spend, so that this credential is limited and never short. */
export const AMPLE_QUOTA = 1_000_000_000_000;

export interface Arena extends AsyncDisposable {
  readonly origin: TransferOrigin;
  /** Without a limit. */
  readonly unlimited: TestCredential;
  /** With a limit of `AMPLE_QUOTA` octets. */
  readonly ample: TestCredential;
  /** For waiting only, see `untilCounted`. */
  readonly marker: TestCredential;
  /** The present life. */
  readonly atlantic: () => Atlantic;
  readonly api: () => Client;
  /** Starts again on the same data directory, after everything was killed. */
  readonly revive: () => Promise<void>;
}

export async function openArena(): Promise<Arena> {
  await using opened = new AsyncDisposableStack();
  const home = opened.use(temporaryFolder('arena'));
  const origin = opened.use(await startTransferOrigin());
  const start = () =>
    startAtlantic({
      home: home.path,
      config: { egress: { workers: WORKERS, drainSeconds: 15, targets: { allowPrivate: true } } },
    });
  let atlantic = await start();
  opened.defer(() => atlantic[Symbol.asyncDispose]());
  const api = () => createClient({ url: atlantic.ready.control.url, apiKey: atlantic.ready.apiKey });
  const unlimited = await makeCredential(api(), 'unlimited');
  const ample = await makeCredential(api(), 'ample', { quotaBytes: AMPLE_QUOTA });
  const marker = await makeCredential(api(), 'marker');
  // Until here a credential may be younger than the snapshot that the workers serve from.
  await untilCounted(atlantic, origin, marker);
  const owner = opened.move();
  return {
    origin,
    unlimited,
    ample,
    marker,
    atlantic: () => atlantic,
    api,
    async revive() {
      await atlantic[Symbol.asyncDispose]();
      atlantic = await start();
    },
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}
