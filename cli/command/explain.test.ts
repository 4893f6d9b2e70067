import { CATALOGUE } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('tells what a code means and what to do', async () => {
  const { out } = await atlantic(['explain', 'quota_exceeded']);
  expect(out).toBe(`quota_exceeded: The credential, or its account, has used up its quota.
  fault   the client’s side (downstream)
  retry   no, the same request will fail again
  HTTP    429, Proxy-Status: error=http_request_denied
  do      See which with atlantic credential list and atlantic account list, and raise its quota with their update.`);
});

it('is the catalogue entry with --json', async () => {
  const { out } = await atlantic(['explain', 'pool_empty', '--json']);
  expect(JSON.parse(out)).toEqual({ code: 'pool_empty', ...CATALOGUE.pool_empty });
});

it('lists every code', async () => {
  const { out } = await atlantic(['explain']);
  expect(out.split('\n').length).toBe(Object.keys(CATALOGUE).length + 1);
  const { errors } = JSON.parse((await atlantic(['explain', '--json'])).out);
  expect(errors.map(({ code }: { code: string }) => code)).toEqual(Object.keys(CATALOGUE));
});

it.each([
  ['quota_exceded', 'there is no code "quota_exceded". Did you mean quota_exceeded?'],
  ['blue', 'there is no code "blue". atlantic explain lists them all.'],
])('%s is wrong usage', async (code, message) => {
  const outcome = await atlantic(['explain', code]);
  expect([outcome.code, outcome.err]).toEqual([2, expect.stringContaining(message)]);
});
