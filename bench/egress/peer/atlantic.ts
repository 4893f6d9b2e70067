/** Atlantic as a user starts it: `atlantic up`, all of its processes, a credential with a quota that is never reached. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAtlantic } from '@atlantic/tests/kit/atlantic.ts';
import { createCredential } from '@atlantic/tests/kit/credential.ts';
import type { Peer, RunningPeer } from './peer.ts';

const QUOTA = '64TiB';
const PACKAGE = join(import.meta.dirname, '..', '..', '..', 'package.json');

async function start(workers: number): Promise<RunningPeer> {
  const listeners = [{ bind: '127.0.0.1:0', protocols: ['http' as const, 'socks5' as const] }];
  const atlantic = await startAtlantic({ config: { egress: { workers, listeners, targets: { allowPrivate: true } } } });
  const end = () => atlantic[Symbol.asyncDispose]();
  try {
    const { header } = await createCredential(
      atlantic,
      'bench',
      '--quota-bytes',
      QUOTA,
      '--quota-requests',
      '1000000000',
    );
    const port = Number(new URL(atlantic.ready.egress.http).port);
    const { supervisor } = atlantic.ready.pids;
    return { way: { port, proxied: true, authorization: header }, pid: supervisor, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

const ON =
  'authentication, metering to the ledger, quotas of octets and requests; control, supervisor and primary counted';
const version = async (): Promise<string> => JSON.parse(readFileSync(PACKAGE, 'utf8')).version;

/** What one core gives. */
export const atlantic: Peer = {
  id: 'atlantic',
  title: 'Atlantic',
  settings: `${ON}; one worker`,
  pinned: true,
  version,
  start: () => start(1),
};

/** As it comes on a machine with two cores, which it then shares with the generator. */
export const atlanticOnBothCores: Peer = {
  id: 'atlantic-unpinned',
  title: 'Atlantic, not pinned',
  settings: `${ON}; two workers on both cores, which they share with the generator`,
  pinned: false,
  version,
  start: () => start(2),
};
