import { expect, it } from 'vitest';
import { feedReport } from '../fixture/supply.ts';
import { problemText, reportText } from './feed.ts';

it('says what came of a fetch', () => {
  expect(reportText(feedReport)).toBe(
    '120 found (text, 4 KiB in 0.3 s): 100 new, 20 known; 3 rejected (bad-port 2, unreadable 1)',
  );
  expect(reportText({ ...feedReport, unchanged: true, rejected: {} })).toBe(
    '120 found (unchanged in 0.3 s): 100 new, 20 known',
  );
  const failed = { ...feedReport, problem: 'status' as const, detail: '404' };
  expect([problemText(failed), reportText(failed)]).toEqual([
    'status (404)',
    'failed: status (404), after 4 KiB in 0.3 s',
  ]);
  expect(problemText({ problem: 'timeout', detail: null })).toBe('timeout');
});
