/** What wrk, ab and h2load print, read. */
export interface Counted {
  readonly requests: number;
  readonly perSecond: number;
  /** Connections and requests that failed, and answers of another status than was to come. */
  readonly errors: number;
}

const numbers = (text: string, pattern: RegExp): number[] => pattern.exec(text)?.slice(1).map(Number) ?? [];
const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

/** A line that must be there: without it the figure would be a zero that nobody counted. */
function needed(text: string, pattern: RegExp): number {
  const [count] = numbers(text, pattern);
  if (count === undefined) throw new Error(`the report has no ${pattern}:\n${text}`);
  return count;
}

/** wrk prints its lines of errors only where there are some. */
export const readWrk = (text: string): Counted => ({
  requests: needed(text, /(\d+) requests in/),
  perSecond: needed(text, /Requests\/sec:\s+([\d.]+)/),
  errors: sum([
    ...numbers(text, /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/),
    ...numbers(text, /Non-2xx or 3xx responses: (\d+)/),
  ]),
});

export const readAb = (text: string): Counted => ({
  requests: needed(text, /Complete requests:\s+(\d+)/),
  perSecond: needed(text, /Requests per second:\s+([\d.]+)/),
  errors: needed(text, /Failed requests:\s+(\d+)/) + sum(numbers(text, /Non-2xx responses:\s+(\d+)/)),
});

/** `status`: the kind of answer that was to come. */
export function readH2load(text: string, status: 200 | 400): Counted {
  const requests = needed(text, /requests: (\d+) total/);
  const good = needed(text, status === 200 ? /status codes: (\d+) 2xx/ : /status codes: \d+ 2xx, \d+ 3xx, (\d+) 4xx/);
  return { requests, perSecond: needed(text, /finished in .*?, ([\d.]+) req\/s/), errors: requests - good };
}
