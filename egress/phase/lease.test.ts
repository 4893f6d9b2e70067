import { newBan } from '@atlantic/contract/ban.ts';
import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { createBans } from '@atlantic/kernel/pool/bans.ts';
import type { Outcome } from '@atlantic/kernel/pool/health.ts';
import { createStandings } from '@atlantic/kernel/pool/standings.ts';
import { describe, expect, it } from 'vitest';
import { endpointOf, snapshotOf } from '../fixture/snapshot.ts';
import { compileView } from '../view.ts';
import { type Lease, type LeaseAsk, lease } from './lease.ts';

/** A pool of so many endpoints in turn, a clock, and what was told of its leases. */
function poolOf(size: number, choose: 'round-robin' | 'rendezvous' = 'round-robin', concurrencyPerEndpoint?: number) {
  let time = 0;
  const standings = createStandings(
    () => 0,
    () => time,
  );
  const endpoints = Array.from({ length: size }, (_, at) =>
    endpointOf(at + 1, { id: `${at}`, country: at % 2 === 0 ? 'us' : 'de', ...(at === 1 && { city: 'berlin' }) }),
  );
  const policy = poolPolicySchema.parse({ choose, concurrencyPerEndpoint });
  const snapshot = snapshotOf({
    pools: [{ name: 'rented', kind: 'list', endpoints, policy }],
    routes: [{ match: {}, pool: 'rented' }],
  });
  const pool = compileView(1, snapshot, undefined, standings).routes[0]?.pool;
  if (!pool) throw new Error('the snapshot has a route');
  const told: [string, Outcome][] = [];
  const bans = createBans();
  const gateway = {
    now: () => time,
    time: () => time,
    bans: { against: (host: string) => bans.against(() => host, time), raise: async () => {} },
    outcome: (_: string, endpoint: string, outcome: Outcome) => void told.push([endpoint, outcome]),
  };
  return {
    pool,
    standings,
    told,
    ban: (endpoint: string, minutes: number) =>
      bans.apply({ add: [newBan({ endpoint, site: 'shop.test', minutes, why: 'api' }, time)], remove: [] }, time),
    wait: (ms: number) => {
      time += ms;
    },
    lease: (changes: Partial<LeaseAsk> = {}): Lease =>
      lease(gateway, pool, {
        tried: new Set(),
        session: undefined,
        strict: false,
        credential: 'id-meg',
        target: { host: 'shop.test', port: 443 },
        ...changes,
      }),
    active: () => pool.exits.map(({ candidate }) => candidate.active),
  };
}

describe('leasing an exit', () => {
  it('chooses as the policy says, and says to people why', () => {
    const { lease: take } = poolOf(3);
    expect(Array.from({ length: 7 }, () => take().exit.id).join('')).toBe('0120120');
    expect(take().why).toBe('the next in turn of 3 endpoints');
    expect(poolOf(1).lease().why).toBe('the only endpoint of its pool');
    const { lease: keep } = poolOf(9, 'rendezvous');
    expect(new Set(Array.from({ length: 5 }, () => keep().exit.id)).size).toBe(1);
    expect(new Set(Array.from({ length: 40 }, (_, at) => keep({ credential: `${at}` }).exit.id)).size).toBeGreaterThan(
      3,
    );
  });

  it('gives none that carries as much as it may, says so when all do, and goes on when one is free', () => {
    const { lease: take } = poolOf(2, 'round-robin', 1);
    const [first, second] = [take(), take()];
    expect([first.exit.id, second.exit.id]).toEqual(['0', '1']);
    expect(() => take()).toThrow(
      expect.objectContaining({ detail: 'Those of its 2 endpoints that are fit carry as much as they may.' }),
    );
    first.release();
    expect(take().exit.id).toBe('0');
  });

  it('lets a session use another exit while its own carries as much as it may, without moving it there', () => {
    const { lease: take } = poolOf(3, 'round-robin', 1);
    const own = take({ session: 7 });
    const other = take({ session: 7 });
    expect(other.exit).not.toBe(own.exit);
    expect([own.moved, other.moved]).toEqual([false, false]);
    expect(() => take({ session: 7, strict: true, exit: own.exit.id })).toThrow(
      expect.objectContaining({ code: 'session_lost', detail: 'Its exit carries as much as it may.' }),
    );
    own.release();
    expect(take({ session: 7 }).exit).toBe(own.exit);
  });

  it('gives none that was tried, takes each back once, and has none when all were', () => {
    const { pool, lease: take, active } = poolOf(3);
    const tried = new Set(pool.exits.slice(0, 2).map(({ candidate }) => candidate));
    const one = take({ tried });
    expect([one.exit.id, active(), pool.standing.leases]).toEqual(['2', [0, 0, 1], 1]);
    one.release();
    one.release();
    expect([active(), pool.standing.leases]).toEqual([[0, 0, 0], 0]);
    const all = new Set(pool.exits.map(({ candidate }) => candidate));
    expect(() => take({ tried: all })).toThrow(expect.objectContaining({ code: 'pool_empty' }));
    expect(() => poolOf(0).lease()).toThrow(expect.objectContaining({ code: 'pool_empty' }));
  });

  it('gives only what is in the place that was asked for, to sessions too, and says so', () => {
    const { lease: take, standings } = poolOf(6);
    const us = { place: { country: 'us' } };
    expect(Array.from({ length: 6 }, () => take(us).exit.id).join('')).toBe('024024');
    expect(take(us).why).toBe('the next in turn of 3 endpoints in us');
    const berlin = { place: { country: 'de', city: 'berlin' } };
    expect([take(berlin).exit.id, take(berlin).why]).toEqual(['1', 'the only endpoint of its pool in de berlin']);
    const sessions = Array.from({ length: 30 }, (_, session) => take({ ...us, session }).exit.id);
    expect(new Set(sessions)).toEqual(new Set(['0', '2', '4']));
    standings.hear({ pool: 'rented', panic: false, whole: false, states: [['1', 'ejected']] });
    const none = 'None of its 1 endpoints in de berlin is fit for this request now.';
    expect(() => take(berlin)).toThrow(expect.objectContaining({ code: 'pool_empty', detail: none }));
    expect(() => take({ ...berlin, session: 1, strict: true })).toThrow(
      expect.objectContaining({ code: 'session_lost' }),
    );
  });

  it('gives a session its exit, and another one only when that is out of use', () => {
    const { lease: take, standings } = poolOf(5);
    const first = take({ session: 7 });
    expect([take({ session: 7 }).exit, first.why]).toEqual([first.exit, 'the exit of this session']);
    standings.hear({ pool: 'rented', panic: false, whole: false, states: [[first.exit.id, 'ejected']] });
    expect(take({ session: 7 }).exit).not.toBe(first.exit);
    const strict = () => take({ session: 7, strict: true });
    expect(strict).toThrow(expect.objectContaining({ code: 'session_lost' }));
    standings.hear({ pool: 'rented', panic: false, whole: true, states: [] });
    expect(strict().exit).toBe(first.exit);
  });
});

describe('a ban', () => {
  it('keeps an exit from its site alone, in panic too, until it is over', () => {
    const { lease: take, ban, standings, wait } = poolOf(2);
    ban('0', 1);
    standings.hear({ pool: 'rented', panic: true, whole: true, states: [] });
    expect(new Set(Array.from({ length: 9 }, () => take().exit.id))).toEqual(new Set(['1']));
    const other = { host: 'other.test', port: 443 };
    expect(new Set(Array.from({ length: 9 }, () => take({ target: other }).exit.id)).size).toBe(2);
    wait(60_000);
    expect(new Set(Array.from({ length: 9 }, () => take().exit.id)).size).toBe(2);
  });

  it('of every exit is told at once, with the time until the first is over', () => {
    const { lease: take, ban, wait } = poolOf(2);
    ban('0', 2);
    ban('1', 1);
    wait(500);
    const refused = { code: 'exits_banned', retryAfterSeconds: 60, detail: expect.stringContaining('00:01:00') };
    expect(() => take()).toThrow(expect.objectContaining(refused));
    expect(() => take({ session: 7 })).toThrow(expect.objectContaining(refused));
  });

  it('moves a session for its site, for good when it says so itself, and is what a strict one is told', () => {
    const { lease: take, ban } = poolOf(5);
    const first = take({ session: 7 }).exit;
    ban(first.id, 1);
    expect(take({ session: 7 }).exit).not.toBe(first);
    expect([take({ session: 7 }).moved, take({ session: 7, reported: true }).moved]).toEqual([false, true]);
    expect(() => take({ session: 7, strict: true })).toThrow(
      expect.objectContaining({ code: 'session_lost', detail: expect.stringContaining('banned') }),
    );
  });
});

describe('what becomes of a lease', () => {
  it('is told once, with the time since the endpoint was dialled', () => {
    const { lease: take, told, wait } = poolOf(2);
    const one = take();
    wait(500);
    one.at('dial');
    wait(30);
    one.at('answer');
    wait(12);
    one.succeeded(true);
    one.failed('connection_terminated');
    expect(told).toEqual([['0', { result: 'success', latencyMs: 42 }]]);
    const forward = take();
    forward.at('answer');
    forward.succeeded(false);
    expect(told[1]).toEqual(['1', { result: 'success' }]);
  });

  it('is nothing where the endpoint had no part, or it was the target’s or the client’s fault', () => {
    const { lease: take, told } = poolOf(2);
    take().failed('dns_error');
    take().succeeded(true);
    const refused = take();
    refused.at('answer');
    refused.failed('connection_refused');
    const left = take();
    left.at('dial');
    left.failed('client_closed');
    expect(told).toEqual([]);
  });

  it('names the target only where the endpoint was asked for it', () => {
    const { lease: take, told } = poolOf(2);
    for (const [stage, code] of [
      ['dial', 'connection_refused'],
      ['dial', 'dns_timeout'],
      ['answer', 'connection_timeout'],
    ] as const) {
      const one = take();
      one.at(stage);
      one.failed(code);
    }
    expect(told.map(([, outcome]) => [outcome.result === 'fault' && outcome.fault, 'target' in outcome])).toEqual([
      ['endpoint', false],
      ['unknown', false],
      ['unknown', true],
    ]);
  });

  it('lets the endpoint rest after five faults in a row, but never the last that is left', () => {
    const { lease: take, pool, wait } = poolOf(2);
    const [one, two] = pool.exits.map(({ candidate }) => candidate);
    if (!one || !two) throw new Error('there are two');
    const fail = (other: typeof one) => {
      for (let count = 0; count < 5; count += 1) {
        const held = take({ tried: new Set([other]) });
        held.at('dial');
        held.failed('connection_refused');
        held.release();
      }
    };
    fail(two);
    expect(one.restUntil).toBeGreaterThan(0);
    fail(one);
    expect(two.restUntil).toBe(0);
    wait(1_001);
    expect(take({ tried: new Set([two]) }).exit.candidate).toBe(one);
  });
});
