import type { PlaneReport } from '@atlantic/contract/plane.ts';
import { expect, it } from 'vitest';
import { createReports, SILENCE_MS } from './reports.ts';

const report = { epoch: 'epoch001', workers: [] } as unknown as PlaneReport;

it('keeps the last report of each plane, and knows who fell silent', () => {
  let time = 5;
  const reports = createReports(() => time);
  expect([reports.last('here'), reports.isSilent('here')]).toEqual([undefined, false]);
  reports.note('here', report);
  expect(reports.last('here')).toEqual({ report, at: 5 });
  time += SILENCE_MS - 1;
  expect(reports.isSilent('here')).toBe(false);
  time += 1;
  expect(reports.isSilent('here')).toBe(true);
  reports.note('here', report);
  expect(reports.isSilent('here')).toBe(false);
  reports.forget('here');
  expect(reports.last('here')).toBeUndefined();
});
