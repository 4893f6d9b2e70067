/** Compares what was counted with what may have been counted. Pure. */
import type { Books } from '../kit/books.ts';
import { type Bounds, ONE_WRITE_DOWN } from './bounds.ts';

export interface Counted {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly requests: number;
}

export const minus = (a: Counted, b: Counted): Counted => ({
  bytesUp: a.bytesUp - b.bytesUp,
  bytesDown: a.bytesDown - b.bytesDown,
  requests: a.requests - b.requests,
});

/** What was counted beyond what was proven, in octets. */
export const overcountOf = (counted: Counted, { up, down }: Bounds): number =>
  Math.max(0, counted.bytesUp - up.least) + Math.max(0, counted.bytesDown - down.least);

/** The promises about one credential that were broken, in words. `counted` is what was added since the bounds began. */
export function brokenCounts(name: string, counted: Counted, bounds: Bounds): string[] {
  const lines = [
    { what: 'octets up', value: counted.bytesUp, range: bounds.up },
    { what: 'octets down', value: counted.bytesDown, range: bounds.down },
    { what: 'requests', value: counted.requests, range: bounds.requests },
  ];
  return lines.flatMap(({ what, value, range }) => {
    if (value < range.least)
      return [`${name}: ${range.least - value} ${what} were lost: ${value} counted, ${range.least} moved`];
    if (value > range.most)
      return [`${name}: ${value - range.most} ${what} too many: ${value} counted, at most ${range.most} moved`];
    return [];
  });
}

/** Rows, charge and quota of one credential must agree. `reported` is what the API says of it. */
export function brokenBooks(name: string, books: Books, reported: Counted, quota: number | null): string[] {
  const rows = books.bytesUp + books.bytesDown;
  const broken: string[] = [];
  if (
    books.bytesUp !== reported.bytesUp ||
    books.bytesDown !== reported.bytesDown ||
    books.requests !== reported.requests
  )
    broken.push(`${name}: the API and the rows differ`);
  if (books.charged.bytes !== rows) broken.push(`${name}: charged ${books.charged.bytes} octets for rows of ${rows}`);
  if (books.charged.requests !== books.requests)
    broken.push(`${name}: charged ${books.charged.requests} requests for rows of ${books.requests}`);
  if (quota !== null && rows > quota) broken.push(`${name}: ${rows} octets were spent of a quota of ${quota}`);
  if (quota !== null && rows + books.outstanding.bytes > quota)
    broken.push(`${name}: ${rows} spent and ${books.outstanding.bytes} granted exceed the quota of ${quota}`);
  return broken;
}

/** After a kill, all of a quota but one write for each worker must be there to be spent. */
export function brokenReclaim(name: string, spent: number, quota: number, workers: number): string[] {
  const least = quota - workers * ONE_WRITE_DOWN;
  return spent >= least
    ? []
    : [`${name}: only ${spent} of ${quota} octets could be spent; the rest is held by nobody alive`];
}
