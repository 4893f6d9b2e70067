import { expect, it } from 'vitest';
import { bans } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const answers = { 'GET /bans': { body: bans } };

it('is a table of the bans in force', async () => {
  const { out } = await atlantic(['ban', 'list'], answers);
  expect(out).toBe(`SITE           POOL     ADDRESS                     UNTIL                 BY    PLANES          ID
shop.example   rented   http://proxy.example:3128   2026-11-21 01:00:00   api   local, berlin   0123456789abcdef`);
});

it('can be of one pool, and says when there are none', async () => {
  expect((await atlantic(['ban', 'list', '--pool', 'other'], answers)).out).toBe('There are no bans.');
  const { out } = await atlantic(['ban', 'list', '--pool', 'rented', '--json'], answers);
  expect(JSON.parse(out)).toEqual(bans);
});
