import { type Ban, newBan } from '@atlantic/contract/ban.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBans, MOST_BANS } from './bans.ts';

const SHOP = 'shop.example';
const ban = (endpoint: string, site: string | undefined, minutes = 1, why: Ban['why'] = 'client', now = 0) =>
  newBan({ endpoint, site, minutes, why }, now);
const add = (...bans: Ban[]) => ({ add: bans, remove: [] });
const MINUTE = 60_000;

describe('a ban', () => {
  it('holds for its endpoint and its site until its time is over', () => {
    const bans = createBans();
    bans.apply(add(ban('one', SHOP)), 0);
    const held = (site: string, now: number) => bans.against(() => site, now)?.has('one') ?? false;
    expect([held(SHOP, 0), held(SHOP, MINUTE - 1), held(SHOP, MINUTE), held('other.example', 0)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(bans.against(() => SHOP, 0)?.has('two')).toBe(false);
    expect(bans.against(() => SHOP, 0)?.until('one')).toBe(MINUTE);
  });

  it('without a site holds for every site', () => {
    const bans = createBans();
    bans.apply(add(ban('one', undefined, 5), ban('one', SHOP, 1)), 0);
    expect(bans.against(() => 'any.example', 2 * MINUTE)?.has('one')).toBe(true);
    expect(bans.against(() => SHOP, 0)?.until('one')).toBe(5 * MINUTE);
  });

  it('is not cut short by a shorter one, and ends when it is removed', () => {
    const bans = createBans();
    const long = ban('one', SHOP, 5);
    bans.apply(add(long), 0);
    bans.apply(add(ban('one', SHOP, 1)), 0);
    expect(bans.list(0)).toEqual([long]);
    bans.apply({ add: [], remove: [long.id, 'unknown'] }, 0);
    expect([bans.list(0), bans.against(() => SHOP, 0)]).toEqual([[], undefined]);
  });

  it('that is over when it comes is none', () => {
    const bans = createBans();
    bans.apply(add(ban('one', SHOP)), 2 * MINUTE);
    expect(bans.has(ban('one', SHOP).id)).toBe(false);
  });
});

describe('the table', () => {
  it('does not ask for the site of a request while it is empty', () => {
    const site = () => {
      throw new Error('asked');
    };
    expect(createBans().against(site, 0)).toBeUndefined();
  });

  it('forgets what is over when it is told to, and says whether there was any', () => {
    const bans = createBans();
    bans.apply(add(ban('one', SHOP, 1), ban('two', SHOP, 2)), 0);
    expect([bans.clear(0), bans.clear(MINUTE), bans.clear(MINUTE)]).toEqual([false, true, false]);
    expect(bans.has(ban('one', SHOP).id)).toBe(false);
    expect(bans.has(ban('two', SHOP).id)).toBe(true);
  });

  it('is bounded: what the API said is the last to go', () => {
    const bans = createBans();
    const all = Array.from({ length: MOST_BANS }, (_, at) => ban(`e${at}`, SHOP, 10 + at, 'rule'));
    bans.apply(add(ban('kept', SHOP, 1, 'api'), ...all), 0);
    const left = bans.list(0);
    expect(left).toHaveLength(MOST_BANS);
    expect(left.some(({ endpoint }) => endpoint === 'kept')).toBe(true);
    expect(left.some(({ endpoint }) => endpoint === 'e0')).toBe(false);
  });

  it('says the same whatever was added, removed and cleared before', () => {
    const endpoint = fc.constantFrom('one', 'two');
    const site = fc.constantFrom(SHOP, 'other.example', undefined);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), endpoint, site, minutes: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('remove' as const), endpoint, site, minutes: fc.constant(1) }),
      fc.record({ kind: fc.constant('wait' as const), endpoint, site, minutes: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const bans = createBans();
        const ends = new Map<string, number>();
        let now = 0;
        for (const { kind, ...of } of steps) {
          const one = ban(of.endpoint, of.site, of.minutes, 'client', now);
          const key = `${of.endpoint} ${of.site ?? ''}`;
          if (kind === 'wait') now += of.minutes * MINUTE;
          if (kind === 'wait') bans.clear(now);
          if (kind === 'remove') bans.apply({ add: [], remove: [one.id] }, now);
          if (kind === 'remove') ends.delete(key);
          if (kind === 'add') bans.apply(add(one), now);
          if (kind === 'add') ends.set(key, Math.max(ends.get(key) ?? 0, one.until));
        }
        for (const each of ['one', 'two']) {
          for (const place of [SHOP, 'other.example']) {
            const until = Math.max(ends.get(`${each} ${place}`) ?? 0, ends.get(`${each} `) ?? 0);
            expect(bans.against(() => place, now)?.has(each) ?? false).toBe(until > now);
          }
        }
      }),
    );
  });
});
