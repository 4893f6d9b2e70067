import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import type { JudgeAnswer } from '../upstream/judge.ts';
import { resultOf, verdictOf } from './probe-verdict.ts';

const failed = (
  code: ErrorCode,
  stage: Extract<JudgeAnswer, { reached: false }>['stage'],
  detail?: string,
): JudgeAnswer => ({
  reached: false,
  milliseconds: 5.4,
  error: new AtlanticError(code, { detail }),
  stage,
});
const REACHED: JudgeAnswer = { reached: true, milliseconds: 5.4, exitAddress: undefined };
const HANGS = failed('connection_timeout', 'answer');
const REFUSES = failed('connection_refused', 'dial');

it.each<[JudgeAnswer, string]>([
  [REACHED, 'reached'],
  [REFUSES, 'endpoint'],
  [failed('upstream_proxy_unauthorized', 'answer'), 'endpoint'],
  [HANGS, 'judge'],
  [failed('connection_refused', 'answer'), 'judge'],
  [failed('judge_unexpected', 'answer'), 'judge'],
  [failed('dns_error', undefined), 'judge'],
  [failed('dns_timeout', 'dial'), 'neither'],
  [failed('gateway_overloaded', 'dial'), 'neither'],
  [failed('gateway_draining', undefined), 'neither'],
  [failed('upstream_rate_limited', 'answer'), 'neither'],
])('what a probe says: %#', (answer, verdict) => expect(verdictOf(answer)).toBe(verdict));

it.each<[JudgeAnswer, object]>([
  [REACHED, { reached: true, milliseconds: 5 }],
  [
    { ...REACHED, exitAddress: '192.0.2.7' },
    { reached: true, milliseconds: 5, exitAddress: '192.0.2.7' },
  ],
  [REFUSES, { reached: false, milliseconds: 5, code: 'connection_refused', fault: 'endpoint' }],
  [HANGS, { reached: false, milliseconds: 5, code: 'connection_timeout', fault: 'either' }],
  [
    failed('connection_refused', 'answer'),
    { reached: false, milliseconds: 5, code: 'connection_refused', fault: 'judge' },
  ],
  [
    failed('dns_error', undefined, 'x'.repeat(300)),
    { reached: false, milliseconds: 5, code: 'dns_error', fault: 'judge', detail: 'x'.repeat(200) },
  ],
  [
    failed('gateway_overloaded', 'dial'),
    { reached: false, milliseconds: 5, code: 'gateway_overloaded', fault: 'gateway' },
  ],
])('how it is reported: %#', (answer, result) => expect(resultOf(answer)).toEqual(result));
