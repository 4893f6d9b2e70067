import { expect, it } from 'vitest';
import { ofStatus } from './status.ts';

it.each([
  [407, 'upstream_proxy_unauthorized', false],
  [401, 'upstream_proxy_unauthorized', false],
  [403, 'upstream_proxy_denied', false],
  [429, 'upstream_rate_limited', true],
  [502, 'upstream_proxy_failed', true],
  [302, 'judge_unexpected', false],
])('takes %d for %s', (status, code, transient) => expect(ofStatus(status)).toEqual({ code, transient }));
