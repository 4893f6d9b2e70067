/** Many clients at once against one quota: how much they got, how much was counted, and what each of them was told. */
import { createClient } from '@atlantic/contract/client.ts';
import type { Atlantic } from '../kit/atlantic.ts';
import { readBooks } from '../kit/books.ts';
import { makeCredential } from '../kit/credential.ts';
import { type Door, httpPort, socksPort } from '../kit/door.ts';
import { runSession } from '../kit/session.ts';
import type { SessionRecord, Transfer } from '../kit/transfer.ts';
import type { TransferOrigin } from '../kit/transfer-origin.ts';
import { untilCounted } from '../kit/until-counted.ts';
import { brokenPromises, type Outcome, outcomeOf, type SpikePlan, type SpikeResult } from './promises.ts';

const sum = <T>(of: readonly T[], value: (one: T) => number): number =>
  of.reduce((total, one) => total + value(one), 0);

const DOORS: readonly Door['name'][] = ['HTTP', 'CONNECT', 'SOCKS5'];

/** Runs one spike with a credential of its own. Rejects when the gateway falls silent. */
export async function runSpike(atlantic: Atlantic, origin: TransferOrigin, plan: SpikePlan): Promise<SpikeResult> {
  const { name, quota, clients } = plan;
  const api = createClient({ url: atlantic.ready.control.url, apiKey: atlantic.ready.apiKey });
  const credential = await makeCredential(api, name, quota);
  const marker = await makeCredential(api, `marker of ${name}`);
  const port = { HTTP: httpPort(atlantic), CONNECT: httpPort(atlantic), SOCKS5: socksPort(atlantic) };
  const session = (door: Door['name'], id: string): Promise<SessionRecord> => {
    const transfer: Transfer = { id, kind: 'down', size: plan.size, slice: 65_536, pauseMs: 0, stallMs: 0 };
    return runSession({ door, credential, port: port[door], originPort: origin.port, transfers: [transfer] });
  };
  // The snapshot that names a new credential takes a moment to reach the workers.
  await untilCounted(atlantic, origin, marker);

  const startedAt = performance.now();
  const sessions = await Promise.all(
    Array.from({ length: clients }, (_, at) => session(plan.doors[at % plan.doors.length] ?? plan.doors[0], `c${at}`)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const next = await Promise.all(DOORS.map((door) => session(door, `next${door}`)));
  await untilCounted(atlantic, origin, marker);

  const line = (await api.usage(name)).credentials[0];
  const books = readBooks(atlantic.data, name);
  const outcomes = sessions.map(outcomeOf);
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const result = {
    name,
    clients,
    finished: count('finished'),
    refused: count('refused'),
    cut: count('cut'),
    metered: { bytes: line?.total ?? 0, requests: line?.requests ?? 0 },
    rows: { bytes: books.bytesUp + books.bytesDown, requests: books.requests },
    delivered: sum([...sessions, ...next], ({ transfers }) =>
      sum(transfers, ({ body, ending }) => (ending === 'refused' ? 0 : body)),
    ),
    seconds,
  };
  return { ...result, broken: brokenPromises(plan, result, { sessions, next }) };
}
