/** What a spike must show, and what it has shown. Pure. */
import type { Door } from '../kit/door.ts';
import { type SessionRecord, wasCut } from '../kit/transfer.ts';

export type SpikeLimit =
  | { readonly kind: 'bytes'; readonly most: number }
  | { readonly kind: 'requests'; readonly most: number }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly burst: number }
  | { readonly kind: 'concurrency'; readonly most: number };

export interface SpikePlan {
  readonly name: string;
  readonly doors: readonly [Door['name'], ...Door['name'][]];
  readonly clients: number;
  readonly limit: SpikeLimit;
  /** Whose limit it is. An account has several credentials, which the clients take in turn. */
  readonly of: 'credential' | 'account';
  /** Octets each client asks for. */
  readonly size: number;
  /** How long each answer takes; for concurrency longer than all clients need to arrive. */
  readonly holdMs?: number;
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
  /** From the first client to the end of the last. */
  readonly seconds: number;
  /** Each promise that was broken, in words. */
  readonly broken: readonly string[];
}

/** Of the limit that must be had, so that strictness is not bought by refusing what was paid for. */
const LEAST_USED = 0.95;

const CODE_OF: Record<SpikeLimit['kind'], string> = {
  bytes: 'quota_exceeded',
  requests: 'quota_exceeded',
  rate: 'rate_exceeded',
  concurrency: 'concurrency_exceeded',
};

export type Outcome = 'finished' | 'refused' | 'cut';

export function outcomeOf(session: SessionRecord): Outcome {
  const [transfer] = session.transfers;
  if (session.refusal || transfer?.ending === 'refused') return 'refused';
  return wasCut(session) || !transfer ? 'cut' : 'finished';
}

/** Was a refused client told the reason, as far as its wire has words for it? Nothing for one that was not refused. */
export function wrongWords(session: SessionRecord, { kind }: SpikeLimit): string[] {
  const refusal = session.refusal ?? session.transfers[0]?.refusal;
  if (!refusal) return [];
  const { status, reply, code, retryAfter } = refusal;
  if (session.door === 'SOCKS5' && !session.open) return reply === 2 ? [] : [`SOCKS5: reply ${reply} in place of 2`];
  if (status === 429 && code === CODE_OF[kind] && retryAfter !== undefined) return [];
  return [`${session.door}: told ${status} ${code}, Retry-After ${retryAfter}`];
}

type Figures = Omit<SpikeResult, 'broken'>;
type Promised = [kept: boolean, sentence: string];

/** What a limit of each kind promises about the clients of a spike. */
function promisesOf(limit: SpikeLimit, { metered, delivered, finished, cut, seconds }: Figures): Promised[] {
  switch (limit.kind) {
    case 'bytes':
      return [
        [metered.bytes <= limit.most, `${metered.bytes} octets were metered, the quota is ${limit.most}`],
        [delivered >= LEAST_USED * limit.most, `only ${delivered} of ${limit.most} octets were delivered`],
      ];
    case 'requests':
      return [
        [metered.requests <= limit.most, `${metered.requests} requests of ${limit.most} were admitted`],
        [finished <= limit.most, `${finished} requests of ${limit.most} were served`],
        [finished >= LEAST_USED * limit.most, `only ${finished} requests of ${limit.most} were served`],
        [cut === 0, `${cut} requests were cut`],
      ];
    case 'rate': {
      const most = limit.burst + limit.perSecond * seconds;
      return [
        [finished <= most, `${finished} requests were served in ${seconds} s, which is more than ${most}`],
        [finished >= limit.burst, `only ${finished} requests of a burst of ${limit.burst} were served`],
        [cut === 0, `${cut} requests were cut`],
      ];
    }
    case 'concurrency':
      return [
        [finished === limit.most, `${finished} requests were under way at once, and not ${limit.most}`],
        [cut === 0, `${cut} requests were cut`],
      ];
  }
}

/**
 * The promises that were broken, in words. `sessions` are the spike's. `next` those that came after it: refused where the
 * limit is what may happen in all, served where it is what may happen at a time.
 */
export function brokenPromises(
  { limit }: Pick<SpikePlan, 'limit'>,
  figures: Figures,
  { sessions, next }: { sessions: readonly SessionRecord[]; next: readonly SessionRecord[] },
): string[] {
  const { metered, rows } = figures;
  const after = limit.kind === 'bytes' || limit.kind === 'requests' ? 'refused' : 'finished';
  const promises: Promised[] = [
    [metered.bytes === rows.bytes, `the API says ${metered.bytes} octets, the rows ${rows.bytes}`],
    [metered.requests === rows.requests, `the API says ${metered.requests} requests, the rows ${rows.requests}`],
    [sessions.every(({ connected }) => connected), 'a client was not even connected'],
    [next.every((session) => outcomeOf(session) === after), `a request that came afterwards was not ${after}`],
    ...promisesOf(limit, figures),
  ];
  const broken = promises.filter(([kept]) => !kept).map(([, sentence]) => sentence);
  return [...broken, ...new Set([...sessions, ...next].flatMap((session) => wrongWords(session, limit)))];
}
