import { expect, it } from 'vitest';
import type { Holdings } from './holdings.ts';
import { keptSentences, SLACK } from './kept.ts';

const HOLDINGS: Holdings = {
  processes: 3,
  descriptors: 100,
  timers: 5,
  sockets: 4,
  heap: 30_000_000,
  external: 10_000_000,
  resident: 300_000_000,
};

it('lets what two measurements of the same differ by, and no more', () => {
  expect(keptSentences(HOLDINGS, { ...HOLDINGS, descriptors: 100 + 3 * SLACK.descriptors })).toEqual([]);
  expect(keptSentences(HOLDINGS, { ...HOLDINGS, descriptors: 101 + 3 * SLACK.descriptors })).toEqual([
    'descriptors were kept: 100 before, 107 after',
  ]);
});

it('says memory in MiB, and that a process is missing', () => {
  expect(keptSentences(HOLDINGS, { ...HOLDINGS, heap: 60_000_000, processes: 2 })).toEqual([
    'heap were kept: 28.6 MiB before, 57.2 MiB after',
    '3 processes became 2',
  ]);
});
