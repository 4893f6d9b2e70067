import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../kit/folder.ts';
import type { Result } from './blow.ts';
import { earlierResults } from './earlier.ts';

const HELD = { processes: 1, descriptors: 1, timers: 1, sockets: 1, heap: 1, external: 1, resident: 1 };
const result = (storm: string, at: string): Result => ({
  storm,
  at,
  attempts: 1,
  came: '',
  seconds: 1,
  bystander: { served: 1, failed: [], slowestMs: 1 },
  before: HELD,
  after: HELD,
  broken: [],
});

it('gives what the file of the day holds of other storms, and nothing of other days', () => {
  using folder = temporaryFolder('results');
  writeFileSync(
    join(folder.path, '2026-11-21.json'),
    JSON.stringify({ results: [result('a', '1'), result('b', '1')] }),
  );
  const again = [result('a', '2')];
  expect(earlierResults(folder.path, new Date('2026-11-21T23:00:00Z'), again)).toEqual([result('b', '1')]);
  expect(earlierResults(folder.path, new Date('2026-11-22T01:00:00Z'), again)).toEqual([]);
});
