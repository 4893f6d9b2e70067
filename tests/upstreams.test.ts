/** Every kind of upstream proxy by real programs, and proxies that fail: the table of `npm run test:upstreams`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curl } from './kit/curl.ts';
import { type Arena, openArena } from './upstreams/arena.ts';
import { judge, judgeFaults } from './upstreams/judge.ts';
import { KINDS } from './upstreams/kinds.ts';
import { ROWS } from './upstreams/rows.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(() => arena[Symbol.asyncDispose]());

describe.each(KINDS)('by way of $name', (kind) => {
  it.each(ROWS)('$name', async (row) => {
    expect(await judge(arena, row, kind)).toMatchObject({ good: true });
  });
});

it('names what is wrong with a proxy that fails', async () => {
  const cells = await judgeFaults(arena);
  expect(cells.filter(({ good }) => !good)).toEqual([]);
});

describe('the gateway’s own places', () => {
  const ask = (url: string) =>
    curl(['-x', arena.atlantic.ready.egress.http, '-U', arena.credential('squid').user, url]);

  it.each([
    ['a listener', () => arena.atlantic.ready.egress.http],
    ['an endpoint', () => arena.endpointUrl],
  ])('are no targets, although private addresses are: %s', async (what, url) => {
    const answer = await ask(url());
    expect(answer.status).toBe(403);
    expect(answer.stdout.toString()).toContain(`It is ${what} of this gateway.`);
  });
});

it('shows the password of an upstream proxy nowhere', async () => {
  const pools = await arena.atlantic.cli('pool', 'list', '--json');
  expect(pools.stdout).toContain('https://127.0.0.1');
  expect(pools.stdout + arena.atlantic.output()).not.toMatch(/password-of-the-upstream|PRIVATE KEY/);
});
