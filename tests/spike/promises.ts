/** What a spike must show, and what it has shown. Pure. */
import type { Door } from '../kit/door.ts';
import { type SessionRecord, wasCut } from '../kit/transfer.ts';

export interface SpikePlan {
  readonly name: string;
  readonly doors: readonly [Door['name'], ...Door['name'][]];
  readonly clients: number;
  readonly quota: { readonly bytes: number | null; readonly requests: number | null };
  /** Octets each client asks for. */
  readonly size: number;
}

export interface SpikeResult {
  readonly name: string;
  readonly clients: number;
  readonly finished: number;
  readonly refused: number;
  readonly cut: number;
  /** What the API counts. */
  readonly metered: { readonly bytes: number; readonly requests: number };
  /** What the rows of the database add up to. */
  readonly rows: { readonly bytes: number; readonly requests: number };
  /** Octets of bodies that arrived at the clients. */
  readonly delivered: number;
  readonly seconds: number;
  /** Each promise that was broken, in words. */
  readonly broken: readonly string[];
}

/** Of the quota that must arrive, so that strictness is not bought by refusing what was paid for. */
const LEAST_USED = 0.95;

export type Outcome = 'finished' | 'refused' | 'cut';

export function outcomeOf(session: SessionRecord): Outcome {
  const [transfer] = session.transfers;
  if (session.refusal || transfer?.ending === 'refused') return 'refused';
  return wasCut(session) || !transfer ? 'cut' : 'finished';
}

/** Was a refused client told the reason, as far as its wire has words for it? Nothing for one that was not refused. */
export function wrongWords(session: SessionRecord): string[] {
  const refusal = session.refusal ?? session.transfers[0]?.refusal;
  if (!refusal) return [];
  const { status, reply, code, retryAfter } = refusal;
  if (session.door === 'SOCKS5' && !session.open) return reply === 2 ? [] : [`SOCKS5: reply ${reply} in place of 2`];
  if (status === 429 && code === 'quota_exceeded' && retryAfter !== undefined) return [];
  return [`${session.door}: told ${status} ${code}, Retry-After ${retryAfter}`];
}

/** The promises that were broken, in words. `sessions` are the spike's, `next` those that came when all was spent. */
export function brokenPromises(
  plan: SpikePlan,
  { metered, rows, delivered, finished, cut }: Omit<SpikeResult, 'broken'>,
  { sessions, next }: { sessions: readonly SessionRecord[]; next: readonly SessionRecord[] },
): string[] {
  const { quota } = plan;
  const broken: string[] = [];
  const promise = (kept: boolean, sentence: string) => {
    if (!kept) broken.push(sentence);
  };
  promise(metered.bytes === rows.bytes, `the API says ${metered.bytes} octets, the rows ${rows.bytes}`);
  promise(metered.requests === rows.requests, `the API says ${metered.requests} requests, the rows ${rows.requests}`);
  promise(
    sessions.every(({ connected }) => connected),
    'a client was not even connected',
  );
  promise(
    next.every((session) => outcomeOf(session) === 'refused'),
    'a request that came when all was spent was not refused',
  );
  if (quota.bytes !== null) {
    promise(metered.bytes <= quota.bytes, `${metered.bytes} octets were metered, the quota is ${quota.bytes}`);
    promise(delivered >= LEAST_USED * quota.bytes, `only ${delivered} of ${quota.bytes} octets were delivered`);
  }
  if (quota.requests !== null) {
    promise(metered.requests <= quota.requests, `${metered.requests} requests of ${quota.requests} were admitted`);
    promise(finished <= quota.requests, `${finished} requests of ${quota.requests} were served`);
    promise(finished >= LEAST_USED * quota.requests, `only ${finished} requests of ${quota.requests} were served`);
    promise(cut === 0, `${cut} requests were cut`);
  }
  return [...broken, ...new Set([...sessions, ...next].flatMap(wrongWords))];
}
