import { ADDRESS_FAILURES } from '@atlantic/kernel/limit/failure-throttle.ts';
import { expect, it } from 'vitest';
import { KEYS, OPERATOR, READER } from '../fixture/api.ts';
import { createAdmission, MOST_BUCKETS } from './admission.ts';
import { Refusal } from './answer.ts';

function admission(rate = { perSecond: 1, burst: 2 }) {
  let time = 0;
  const made = createAdmission({ keys: [...KEYS], rate }, () => time);
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { ...made, pass };
}

/** The code it is refused with, and its headers. */
function refused(act: () => unknown): [string, ...string[]] | 'admitted' {
  try {
    act();
    return 'admitted';
  } catch (error) {
    if (error instanceof Refusal) return [error.code, ...error.headers];
    throw error;
  }
}

it('lets an address ask as often as the rate says', () => {
  const { address, pass } = admission();
  expect([1, 2, 3].map(() => refused(() => address('a')))).toEqual([
    'admitted',
    'admitted',
    ['rate_exceeded', 'Retry-After', '1'],
  ]);
  expect(refused(() => address('b'))).toBe('admitted');
  pass(1_000);
  expect(refused(() => address('a'))).toBe('admitted');
});

it('counts readers by key and by address, operators by key alone', () => {
  const { key } = admission();
  const ask = (from: string, secret: string) => refused(() => key(from, secret, 'reader'));
  expect([ask('a', READER), ask('a', READER)]).toEqual(['admitted', 'admitted']);
  expect(ask('a', READER)[0]).toBe('rate_exceeded');
  expect(ask('b', READER)[0]).toBe('rate_exceeded');
  expect([ask('a', OPERATOR), ask('a', OPERATOR)]).toEqual(['admitted', 'admitted']);
  expect(ask('c', OPERATOR)[0]).toBe('rate_exceeded');
});

it('tells roles apart', () => {
  const { key } = admission();
  expect(key('a', OPERATOR, 'operator')).toEqual({ name: 'operator', role: 'operator' });
  expect(refused(() => key('a', READER, 'operator'))[0]).toBe('key_not_operator');
});

it('wants a key, with a challenge', () => {
  const { key } = admission();
  expect(refused(() => key('a', undefined, 'reader')).slice(0, 2)).toEqual(['api_key_missing', 'WWW-Authenticate']);
  expect(refused(() => key('a', 'wrong', 'reader')).slice(0, 2)).toEqual(['api_key_invalid', 'WWW-Authenticate']);
});

it('hears no more of an address that guesses, except from keys that it has shown before', () => {
  const { key } = admission({ perSecond: 100_000, burst: 100_000 });
  key('a', READER, 'reader');
  const guess = () => refused(() => key('a', 'wrong', 'reader'))[0];
  expect(Array.from({ length: ADDRESS_FAILURES }, guess)).toEqual(Array(ADDRESS_FAILURES).fill('api_key_invalid'));
  expect(guess()).toBe('auth_throttled');
  expect(refused(() => key('a', OPERATOR, 'reader'))[0]).toBe('auth_throttled');
  expect(refused(() => key('a', READER, 'reader'))).toBe('admitted');
  expect(refused(() => key('b', OPERATOR, 'reader'))).toBe('admitted');
});

it('follows a change of keys and of the rate', () => {
  const { key, change, address } = admission();
  key('a', READER, 'reader');
  change({ keys: [KEYS[1]], rate: { perSecond: 1, burst: 1 } });
  expect(refused(() => key('a', READER, 'reader'))[0]).toBe('api_key_invalid');
  address('b');
  expect(refused(() => address('b'))[0]).toBe('rate_exceeded');
});

it('forgets who has asked nothing for the longest', () => {
  const { address } = admission({ perSecond: 0.1, burst: 1 });
  address('first');
  expect(refused(() => address('first'))[0]).toBe('rate_exceeded');
  for (let other = 0; other < MOST_BUCKETS; other++) address(String(other));
  expect(refused(() => address('first'))).toBe('admitted');
});
