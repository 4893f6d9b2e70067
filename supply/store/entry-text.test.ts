import { expect, it } from 'vitest';
import { entryText, readEntry, readRun, runText } from './entry-text.ts';
import { makeEntry, makeRun } from './fixture/make.ts';

it('writes entries and reports that it reads', () => {
  for (let n = 0; n < 30; n++) expect(readEntry(entryText(makeEntry(n)))).toEqual(makeEntry(n));
  expect(readRun(runText(makeRun('one', { withheld: 'judge-down' })))).toEqual(
    makeRun('one', { withheld: 'judge-down' }),
  );
});

it('passes over codes that it does not know', () => {
  const reasons = { no_such_code: 2, dns_error: 1 };
  expect(readEntry(JSON.stringify({ ...makeEntry(1), reasons }))?.reasons).toEqual({ dns_error: 1 });
});

it.each([
  '',
  '{',
  'null',
  '{}',
  entryText(makeEntry(1)).replace('"alive":false', '"alive":1'),
])('reads nothing out of %j', (text) => {
  expect([readEntry(text), readRun(text)]).toEqual([undefined, undefined]);
});
