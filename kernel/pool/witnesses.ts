/**
 * Whether a failure at the judge is the endpoint's or the judge's own. A probe that got through its endpoint and not to the
 * judge proves nothing alone: the endpoint may hang, or the judge may be down. So such a failure waits until another
 * endpoint has reached the judge since; then it counts. When those that reached the judge before fail there, too, the judge
 * is suspected, and nothing that waits counts. Pure; times are milliseconds of one clock.
 */
import type { ErrorCode } from '@atlantic/contract/errors.ts';

/** So many endpoints that reached the judge before, or were never asked, and fail there now, speak against the judge. */
const ENOUGH = 3;

export interface Charge {
  readonly id: string;
  readonly code: ErrorCode;
}

export interface Witnesses {
  /** The endpoints there are; the others are forgotten. */
  keep(ids: readonly string[]): void;
  /** A probe that began then has reached the judge. Returns the failures that count now. */
  reached(id: string, beganAt: number): Charge[];
  /** A probe that began then failed at the judge. */
  failed(id: string, beganAt: number, code: ErrorCode, now: number): void;
  /** It was lost on the way to the judge, or in the gateway: it says nothing of the judge. */
  lost(id: string): void;
  /** Since when the judge is suspected. */
  suspectSince(): number | undefined;
  /** Did its last probe that says something reach the judge? Then another one is worth asking for. */
  isWitness(id: string): boolean;
}

export function createWitnesses(): Witnesses {
  let size = 0;
  const last = new Map<string, 'reached' | 'failed'>();
  /** Failures that wait, by endpoint: at most one each. */
  const waiting = new Map<string, { readonly beganAt: number; readonly code: ErrorCode }>();
  /** Who speaks against the judge since it was reached last. */
  const against = new Set<string>();
  let suspectSince: number | undefined;

  return {
    keep(ids) {
      const staying = new Set(ids);
      size = staying.size;
      for (const known of [last, waiting, against])
        for (const id of known.keys()) if (!staying.has(id)) known.delete(id);
    },
    reached(id, beganAt) {
      last.set(id, 'reached');
      waiting.delete(id);
      against.clear();
      // What failed while nobody reached the judge says nothing of anybody.
      if (suspectSince !== undefined) waiting.clear();
      suspectSince = undefined;
      const charges = [...waiting].filter(([, failure]) => failure.beganAt <= beganAt);
      for (const [charged] of charges) waiting.delete(charged);
      return charges.map(([charged, { code }]) => ({ id: charged, code }));
    },
    failed(id, beganAt, code, now) {
      if (last.get(id) !== 'failed') against.add(id);
      last.set(id, 'failed');
      if (suspectSince === undefined && against.size >= Math.min(ENOUGH, size)) suspectSince = now;
      if (suspectSince === undefined) waiting.set(id, { beganAt, code });
      else waiting.clear();
    },
    lost: (id) => void waiting.delete(id),
    suspectSince: () => suspectSince,
    isWitness: (id) => last.get(id) === 'reached',
  };
}
