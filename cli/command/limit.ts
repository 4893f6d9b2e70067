/** What a credential or an account may do, on the command line. */
import { type Command, InvalidArgumentError } from 'commander';
import { parseBytes, parseCount } from '../show/quantity.ts';

interface Rate {
  readonly perSecond: number;
  readonly burst?: number;
}

/** The option parser has no null. */
const NONE = 'none';
type None = typeof NONE;

export interface LimitOptions {
  readonly quotaBytes?: number | None;
  readonly quotaRequests?: number | None;
  readonly rate?: Rate | None;
  readonly concurrency?: number | None;
}

/** A parser of option values that takes `none` too. Throws InvalidArgumentError with `sentence`. */
const orNone =
  <Value>(parse: (text: string) => Value | undefined, sentence: string) =>
  (text: string): Value | None => {
    const value = text === NONE ? NONE : parse(text);
    if (value === undefined) throw new InvalidArgumentError(sentence);
    return value;
  };

/** `50` or `50:100`: requests a second, and how many at once. */
function parseRate(text: string): Rate | undefined {
  const [, perSecond, burst] = /^(\d+(?:\.\d+)?)(?::(\d+))?$/.exec(text) ?? [];
  if (perSecond === undefined || Number(perSecond) === 0) return undefined;
  return { perSecond: Number(perSecond), ...(burst !== undefined && { burst: Number(burst) }) };
}

const bytes = orNone(parseBytes, 'Give bytes (1048576), 10MB, 1GiB, or none.');
const count = orNone(parseCount, 'Give a whole number, or none.');
const rate = orNone(parseRate, 'Give requests a second, with a burst if you like (50 or 50:100), or none.');

export const addLimits = (command: Command): Command =>
  command
    .option('--quota-bytes <n>', 'bytes up and down together: 1048576, 10MB, 1GiB, or none', bytes)
    .option('--quota-requests <n>', 'number of requests, or none', count)
    .option('--rate <n[:burst]>', 'requests a second, and how many may come at once: 50, 50:100, or none', rate)
    .option('--concurrency <n>', 'requests and tunnels under way at the same moment, or none', count);

const orNull = <Value>(value: Value | None): Value | null => (value === NONE ? null : value);

/** The limits that were given, and only those, as the API has them: null means no limit. */
export const givenLimits = ({ quotaBytes, quotaRequests, rate: perSecond, concurrency }: LimitOptions) => ({
  ...(quotaBytes !== undefined && { quotaBytes: orNull(quotaBytes) }),
  ...(quotaRequests !== undefined && { quotaRequests: orNull(quotaRequests) }),
  ...(perSecond !== undefined && { rate: orNull(perSecond) }),
  ...(concurrency !== undefined && { concurrency: orNull(concurrency) }),
});
