import { expect, it } from 'vitest';
import { askedOptions } from './asked.ts';

it('names what was asked for, and nothing else', () => {
  expect([...askedOptions({})]).toEqual([]);
  const all = askedOptions({ country: 'us', asn: 7922, session: 'a', lifetimeMinutes: 10, strict: true });
  expect([...all]).toEqual([
    ['country', 'us'],
    ['asn', '7922'],
    ['session', 'a'],
    ['lifetime', '10'],
    ['strict', 'on'],
  ]);
});

it('takes a session that may change its exit for the usual one', () => {
  expect([...askedOptions({ session: 'a', strict: false }).keys()]).toEqual(['session']);
});
