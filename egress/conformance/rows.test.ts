import { describe, expect, it } from 'vitest';
import { hold, seenByProxy } from './fixture/hold.ts';
import { CHAPTERS } from './rows.ts';

describe.each(CHAPTERS)('$title', ({ rows }) => {
  it.each(rows)('$name ($rfc)', async (row) => {
    expect(await hold(row, 'direct')).toEqual({ gets: row.gets, seen: row.seen, afterwards: row.afterwards });
  });
  it.each(rows)('$name, by way of an HTTP proxy', async (row) => {
    expect(await hold(row, 'proxy')).toEqual({ gets: row.gets, seen: seenByProxy(row), afterwards: row.afterwards });
  });
});

describe('the table', () => {
  it('has each name once', () => {
    const names = CHAPTERS.flatMap(({ rows }) => rows.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });
});
