/** Many clients at once against one limit: how much they got, how much was counted, and what each of them was told. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CredentialCreate } from '@atlantic/contract/api.ts';
import { type Client, createClient } from '@atlantic/contract/client.ts';
import type { Atlantic } from '../kit/atlantic.ts';
import { readBooks } from '../kit/books.ts';
import { makeCredential, type TestCredential } from '../kit/credential.ts';
import { type Door, httpPort, socksPort } from '../kit/door.ts';
import { runSession } from '../kit/session.ts';
import type { SessionRecord, Transfer } from '../kit/transfer.ts';
import type { TransferOrigin } from '../kit/transfer-origin.ts';
import { untilCounted } from '../kit/until-counted.ts';
import {
  brokenPromises,
  type Outcome,
  outcomeOf,
  type SpikeLimit,
  type SpikePlan,
  type SpikeResult,
} from './promises.ts';

const sum = <T>(of: readonly T[], value: (one: T) => number): number =>
  of.reduce((total, one) => total + value(one), 0);

const DOORS: readonly Door['name'][] = ['HTTP', 'CONNECT', 'SOCKS5'];
/** Of an account whose limit is tried. */
const CREDENTIALS = 5;
/** Parts that a slow answer comes in. */
const SLICES = 10;

function limitFields(limit: SpikeLimit): Omit<CredentialCreate, 'name'> {
  if (limit.kind === 'bytes') return { quotaBytes: limit.most };
  if (limit.kind === 'requests') return { quotaRequests: limit.most };
  if (limit.kind === 'concurrency') return { concurrency: limit.most };
  return { rate: { perSecond: limit.perSecond, burst: limit.burst } };
}

/** Whoever the clients are: one limited credential, or the free ones of a limited account. */
async function makeCredentials(api: Client, { name, of, limit }: SpikePlan): Promise<TestCredential[]> {
  if (of === 'credential') return [await makeCredential(api, name, limitFields(limit))];
  const account = name.replaceAll(/[^a-z]+/g, '-');
  await api.accounts.create({ name: account, ...limitFields(limit) });
  const names = Array.from({ length: CREDENTIALS }, (_, at) => `${name} ${at}`);
  return Promise.all(names.map((one) => makeCredential(api, one, { account })));
}

/** Until a rate has room again for those that come next. */
const restMs = (limit: SpikeLimit): number => (limit.kind === 'rate' ? (1000 * DOORS.length) / limit.perSecond : 0);

/** Runs one spike with credentials of its own. Rejects when the gateway falls silent. */
export async function runSpike(atlantic: Atlantic, origin: TransferOrigin, plan: SpikePlan): Promise<SpikeResult> {
  const { name, limit, clients, size, holdMs = 0 } = plan;
  const api = createClient({ url: atlantic.ready.control.url, apiKey: atlantic.ready.apiKey });
  const credentials = await makeCredentials(api, plan);
  const marker = await makeCredential(api, `marker of ${name}`);
  const port = { HTTP: httpPort(atlantic), CONNECT: httpPort(atlantic), SOCKS5: socksPort(atlantic) };
  const slice = holdMs === 0 ? 65_536 : Math.ceil(size / SLICES);
  const session = (door: Door['name'], at: number, id: string): Promise<SessionRecord> => {
    const transfer: Transfer = { id, kind: 'down', size, slice, pauseMs: holdMs / SLICES, stallMs: 0 };
    const credential = credentials[at % credentials.length] ?? marker;
    return runSession({ door, credential, port: port[door], originPort: origin.port, transfers: [transfer] });
  };

  const startedAt = performance.now();
  const sessions = await Promise.all(
    Array.from({ length: clients }, (_, at) =>
      session(plan.doors[at % plan.doors.length] ?? plan.doors[0], at, `c${at}`),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await pause(restMs(limit));
  const next = await Promise.all(DOORS.map((door, at) => session(door, at, `next${door}`)));
  await untilCounted(atlantic, origin, marker);

  const lines = await Promise.all(credentials.map(async (one) => (await api.usage(one.name)).credentials[0]));
  const books = credentials.map((one) => readBooks(atlantic.data, one.name));
  const outcomes = sessions.map(outcomeOf);
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const result = {
    name,
    clients,
    finished: count('finished'),
    refused: count('refused'),
    cut: count('cut'),
    metered: { bytes: sum(lines, (line) => line?.total ?? 0), requests: sum(lines, (line) => line?.requests ?? 0) },
    rows: {
      bytes: sum(books, ({ bytesUp, bytesDown }) => bytesUp + bytesDown),
      requests: sum(books, ({ requests }) => requests),
    },
    delivered: sum([...sessions, ...next], ({ transfers }) =>
      sum(transfers, ({ body, ending }) => (ending === 'refused' ? 0 : body)),
    ),
    seconds,
  };
  return { ...result, broken: brokenPromises(plan, result, { sessions, next }) };
}
