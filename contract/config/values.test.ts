import { expect, it } from 'vitest';
import { bind, checked, pemPair } from './values.ts';

it('says what the judge of a text says', () => {
  const even = checked((text) => (text.length % 2 === 0 ? undefined : 'must be even'));
  expect(even.parse('ab')).toBe('ab');
  expect(even.safeParse('abc').error?.issues).toMatchObject([{ message: 'must be even' }]);
  expect(bind.safeParse('127.0.0.1').success).toBe(false);
});

it('takes no half of a pair', () => {
  expect(pemPair.safeParse({ certificate: 'a.pem' }).success).toBe(false);
});
