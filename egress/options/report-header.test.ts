import { expect, it } from 'vitest';
import { readReport } from './report-header.ts';

const IN_SESSION = { session: 'cart' };

it.each([
  [[], undefined],
  [['banned'], { minutes: 60 }],
  [['banned;minutes=30'], { minutes: 30 }],
  [[' banned; minutes=1 '], { minutes: 1 }],
])('%j', (values, report) => {
  expect(readReport(values, IN_SESSION)).toEqual(report);
});

it.each([
  ['Banned'],
  ['banned;minutes=0'],
  ['banned;minutes=43201'],
  ['banned;hours=1'],
  ['banned, banned'],
  [''],
])('refuses "%s"', (value) => {
  expect(() => readReport([value], IN_SESSION)).toThrow(expect.objectContaining({ code: 'option_malformed' }));
});

it('refuses more than one, and one without a session', () => {
  expect(() => readReport(['banned', 'banned'], IN_SESSION)).toThrow();
  expect(() => readReport(['banned'], {})).toThrow(expect.objectContaining({ code: 'option_conflict' }));
});
