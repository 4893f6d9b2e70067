/** Waiting until everything that workers have written into their ledgers stands in the database. */
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@atlantic/contract/client.ts';
import type { Atlantic } from './atlantic.ts';
import type { TestCredential } from './credential.ts';
import { within } from './deadline.ts';
import { httpPort } from './door.ts';
import { runSession } from './session.ts';
import type { TransferOrigin } from './transfer-origin.ts';

/** The longest pause before a process that dies again and again is started once more is 30 s. */
const DEADLINE_SECONDS = 45;
const LOOK_MS = 40;

/**
 * Sends one request of `marker`, a credential that nobody else uses, and waits until the API counts it. A report holds
 * every ledger of an epoch as it was at one moment, so what was written there before the request is counted by then,
 * too. A gateway or control that is away is waited for. Rejects when all this takes more than 45 seconds.
 */
export async function untilCounted(
  { ready }: Pick<Atlantic, 'ready'>,
  origin: Pick<TransferOrigin, 'port'>,
  marker: TestCredential,
): Promise<void> {
  const api = createClient({ url: ready.control.url, apiKey: ready.apiKey });
  const giveUp = AbortSignal.timeout(DEADLINE_SECONDS * 1000);
  const requests = async () => (await api.usage(marker.name)).credentials[0]?.requests ?? 0;
  const port = httpPort({ ready });
  const transfers = [{ id: 'marker', kind: 'down', size: 1, slice: 1, pauseMs: 0, stallMs: 0 }] as const;
  const isServed = async () => {
    const session = await runSession({ door: 'HTTP', credential: marker, port, originPort: origin.port, transfers });
    return session.transfers[0]?.ending === 'finished';
  };
  const until = async (what: string, holds: () => Promise<boolean>) => {
    const work = async () => {
      while (!giveUp.aborted && !(await holds().catch(() => false))) await pause(LOOK_MS);
      giveUp.throwIfAborted();
    };
    await within(DEADLINE_SECONDS, what, work());
  };
  let before = Number.POSITIVE_INFINITY;
  await until('an answer of control', async () => {
    before = await requests();
    return true;
  });
  await until('a request through the gateway', isServed);
  await until('the report of a request', async () => (await requests()) > before);
}
