import { expect, it } from 'vitest';
import type { CheckResult } from './checks.ts';
import { tableText } from './table.ts';

const ok: CheckResult = {
  client: 'curl',
  upstream: 'direct',
  door: 'HTTP',
  scheme: 'http',
  check: 'download',
  outcome: 'ok',
  milliseconds: 5,
};

it('has a line for each client and way, a column for each upstream, and every failure in words', () => {
  const results: CheckResult[] = [
    ok,
    { ...ok, check: 'upload' },
    { ...ok, upstream: 'squid', outcome: 'status 502' },
    { ...ok, upstream: 'squid', check: '404', outcome: 'status 0' },
    { ...ok, client: 'wget', door: 'CONNECT', scheme: 'https' },
  ];
  expect(tableText(results, [{ client: 'java', reason: 'no JDK' }])).toBe(
    `                        direct  squid
curl: http by HTTP      ok      download+404
wget: https by CONNECT  ok      -
FAILED curl, http by HTTP, squid, download: status 502
FAILED curl, http by HTTP, squid, 404: status 0
absent: java: no JDK
`,
  );
});
