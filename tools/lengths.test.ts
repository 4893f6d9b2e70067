import { expect, it } from 'vitest';
import { lengthProblems, MOST_LINES } from './lengths.ts';

const lines = (count: number) => 'a\n'.repeat(count);

it('accepts the most and refuses one more', () => {
  expect(lengthProblems([{ path: 'a/a.ts', text: lines(MOST_LINES) }])).toEqual([]);
  expect(lengthProblems([{ path: 'a/a.ts', text: lines(MOST_LINES + 1) }])).toEqual([
    { file: 'a/a.ts', line: 401, sentence: 'has 401 lines, more than 400: split it by idea' },
  ]);
});

it('measures code and not documents', () => {
  expect(lengthProblems([{ path: 'docs/a.md', text: lines(1000) }])).toEqual([]);
});
