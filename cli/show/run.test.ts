import { expect, it } from 'vitest';
import { run } from '../fixture/supply.ts';
import { progressText, resultText } from './run.ts';

it('says how far a run is, and what came of it', () => {
  const under = { ...run.progress, total: 20_000, done: 1_200, perSecond: 401.6, inFlight: 9, etaSeconds: 47 };
  expect(progressText(under)).toBe('1200 of 20000 checked, 12 alive, 402/s, 47 s left');
  expect(resultText({ ...run, endedAt: null, progress: { ...under, etaSeconds: null } })).toBe(
    '1200 of 20000 checked, 12 alive, 402/s',
  );
  expect(resultText(run)).toBe('published as version 7');
  expect(resultText({ ...run, published: null })).toBe('nothing to publish');
  expect(resultText({ ...run, published: null, withheld: 'judge-down' })).toBe('withheld: judge-down');
  const collapsed = { ...run, published: null, withheld: 'yield-collapsed' as const, detail: '2 of 900' };
  expect(resultText(collapsed)).toBe('withheld: yield-collapsed (2 of 900)');
});
