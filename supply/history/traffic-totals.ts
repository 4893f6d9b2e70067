/** Totals that planes tell, turned into what is new since they were told last. */
import { type ErrorCode, isErrorCode } from '@atlantic/contract/errors.ts';
import type { Traffic } from '@atlantic/contract/supply/channel.ts';

/** Lives of planes that are remembered, and endpoints of each. What is forgotten counts from the beginning again. */
const MOST_EPOCHS = 64;
const MOST_ENDPOINTS = 50_000;

export interface NewTraffic {
  readonly key: string;
  readonly ok: number;
  readonly faults: number;
  readonly code: ErrorCode | undefined;
  /** It was ejected, and that was not known. */
  readonly ejected: boolean;
}

type Totals = Pick<Traffic['endpoints'][number], 'ok' | 'faults' | 'ejected' | 'since'>;

/** Takes what is at `key` to the end, and what has not been used for the longest out when there is too much. */
function use<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.size > most ? map.keys() : [];
  if (oldest !== undefined) map.delete(oldest);
}

/** The result takes events, in any number and repetition. */
export function createTrafficTotals(): (traffic: Traffic) => NewTraffic[] {
  const epochs = new Map<string, Map<string, Totals>>();

  return ({ epoch, endpoints }) => {
    const known = epochs.get(epoch) ?? new Map<string, Totals>();
    use(epochs, epoch, known, MOST_EPOCHS);
    return endpoints.map(({ key, ok, faults, ejected, code, since }) => {
      const before = known.get(key);
      use(known, key, { ok, faults, ejected, since }, MOST_ENDPOINTS);
      // An endpoint that left its pool and came back is counted from nothing.
      const from = before && ok >= before.ok && faults >= before.faults ? before : { ok: 0, faults: 0 };
      return {
        key,
        ok: ok - from.ok,
        faults: faults - from.faults,
        code: code !== undefined && isErrorCode(code) ? code : undefined,
        ejected: ejected && !(before?.ejected && before.since === since),
      };
    });
  };
}
