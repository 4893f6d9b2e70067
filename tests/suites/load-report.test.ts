import { expect, it } from 'vitest';
import { readAb, readH2load, readWrk } from './load-report.ts';

const WRK = '  1234 requests in 10.00s, 1.2MB read\nRequests/sec:    123.40\n';
const AB = 'Complete requests:      20\nFailed requests:        1\nRequests per second:    55.5 [#/sec] (mean)\n';
const H2LOAD = `finished in 1.20s, 16.60 req/s, 4.1KB/s
requests: 20 total, 20 started, 20 done, 0 succeeded, 20 failed, 0 errored, 0 timeout
status codes: 1 2xx, 0 3xx, 19 4xx, 0 5xx
`;

it('reads wrk, whose errors are absent when there are none', () => {
  expect(readWrk(WRK)).toEqual({ requests: 1234, perSecond: 123.4, errors: 0 });
  const errors = '  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 5\n';
  expect(readWrk(WRK + errors).errors).toBe(15);
});

it('reads ab and h2load', () => {
  expect(readAb(`${AB}Non-2xx responses:      2\n`)).toEqual({ requests: 20, perSecond: 55.5, errors: 3 });
  expect(readH2load(H2LOAD, 400)).toEqual({ requests: 20, perSecond: 16.6, errors: 1 });
  expect(readH2load(H2LOAD, 200).errors).toBe(19);
});

it('does not take a report that is none for one without errors', () => {
  expect(() => readAb('ab: command failed')).toThrow('the report has no');
});
