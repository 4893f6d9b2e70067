import { expect, it } from 'vitest';
import { FeedFailure, systemCode } from './feed-failure.ts';

it('says what happened', () => {
  const failure = new FeedFailure('status', 'HTTP 503', 1_000);
  expect([failure.problem, failure.detail, failure.retryAfterMs]).toEqual(['status', 'HTTP 503', 1_000]);
  expect(new FeedFailure('aborted').message).toBe('aborted');
});

it('finds the system code in a chain', () => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  expect(systemCode(new Error('a', { cause: refused }))).toBe('ECONNREFUSED');
  expect(systemCode(new AggregateError([new Error('x'), refused]))).toBe('ECONNREFUSED');
  expect(systemCode(new Error('a'))).toBeUndefined();
  expect(systemCode('text')).toBeUndefined();
});
