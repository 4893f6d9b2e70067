import type { EndpointReport, PlaneReport } from '@atlantic/contract/plane.ts';
import { expect, it } from 'vitest';
import { createReports, SILENCE_MS } from './reports.ts';

const report = { epoch: 'epoch001', workers: [] } as unknown as PlaneReport;

it('keeps the last report of each plane, and knows who fell silent', () => {
  let time = 5;
  const reports = createReports(() => time);
  expect([reports.last('here'), reports.isSilent('here')]).toEqual([undefined, false]);
  reports.note('here', report);
  expect(reports.last('here')).toMatchObject({ report, at: 5 });
  time += SILENCE_MS - 1;
  expect(reports.isSilent('here')).toBe(false);
  time += 1;
  expect(reports.isSilent('here')).toBe(true);
  reports.note('here', report);
  expect(reports.isSilent('here')).toBe(false);
  reports.forget('here');
  expect(reports.last('here')).toBeUndefined();
});

it('keeps what each report says of some endpoints, for the life of the plane', () => {
  const reports = createReports(() => 0);
  const endpoint = (id: string, state: 'healthy' | 'ejected'): EndpointReport => ({
    pool: 'rented',
    endpoint: id,
    state,
    since: 0,
    requests: 0,
    heldBack: false,
  });
  reports.note('here', { ...report, endpoints: [endpoint('a', 'ejected'), endpoint('b', 'healthy')] });
  reports.note('here', { ...report, endpoints: [endpoint('b', 'ejected')] });
  const stateOf = (id: string) => reports.endpoint('here', 'rented', id)?.state;
  expect(['a', 'b', 'c'].map(stateOf)).toEqual(['ejected', 'ejected', undefined]);
  expect(reports.endpoint('here', 'other', 'a')).toBeUndefined();
  reports.note('here', { ...report, epoch: 'epoch002' });
  expect(stateOf('a')).toBeUndefined();
});
