import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import { describe, expect, it } from 'vitest';
import { credentialOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { endpointOf, throughProxies } from '../fixture/snapshot.ts';
import { accountOf } from '../view.ts';
import { attemptsOn } from './attempts.ts';
import { lease } from './lease.ts';
import type { RequestRecord } from './record.ts';
import { openSession, sessionServed } from './session.ts';

const OUT = Number.POSITIVE_INFINITY;
const MINUTE = 60_000;

/** A gateway with five endpoints, and requests of `alice` that only lease. */
function start(countries: readonly string[] = []) {
  const endpoints = [1, 2, 3, 4, 5].map((port) => endpointOf(port, { country: countries[port - 1] }));
  const parts = openGateway({ snapshot: throughProxies(...endpoints) });
  const { gateway } = parts;
  const pool = gateway.view().routes[0]?.pool;
  if (!pool) throw new Error('the snapshot has a route');
  const credential = credentialOf(gateway, 'alice');
  const account = accountOf(gateway.view(), credential);
  /** The exit of one request, or why it had none. */
  const exitOf = async (options: RequestOptions, record: RequestRecord = { startedAt: 0, admitted: true }) => {
    const intent = { protocol: 'connect' as const, target: { host: 'shop.test', port: 443 }, options };
    try {
      const session = await openSession(
        gateway,
        { account, credential, intent, pool },
        record,
        attemptsOn(pool, record),
      );
      const { strict = false } = options;
      const asked = { tried: new Set<never>(), strict, credential: credential.id, target: intent.target };
      const leased = lease(gateway, pool, { ...asked, place: options, session: session?.key, exit: session?.exit });
      if (session) sessionServed(gateway, session, leased, false);
      leased.release();
      return leased.exit.id;
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    }
  };
  const eject = (...ids: unknown[]) => {
    for (const { candidate } of pool.exits) candidate.restUntil = ids.includes(candidate.id) ? OUT : 0;
  };
  return { ...parts, exitOf, eject, wait: parts.wait, ids: pool.exits.map(({ id }) => id) };
}

it('has an exit for each place in a pool, and keeps them apart', async () => {
  const { exitOf, gateway } = start(['us', 'us', 'de', 'de', 'de']);
  const us = await exitOf({ session: 'cart', country: 'us', strict: true });
  const de = await exitOf({ session: 'cart', country: 'de', strict: true });
  expect(us).not.toBe(de);
  expect(await exitOf({ session: 'cart', country: 'us', strict: true })).toBe(us);
  expect(gateway.sessions.find({ credential: 'id-alice', session: 'cart' })?.exits).toEqual([
    ['rented in us', us],
    ['rented in de', de],
  ]);
});

describe('a session without an end', () => {
  it('asks nobody, and has one exit', async () => {
    const { exitOf, gateway } = start();
    const first = await exitOf({ session: 'cart' });
    expect(await exitOf({ session: 'cart' })).toBe(first);
    expect(gateway.sessions.find({ credential: 'id-alice', session: 'cart' })).toBeUndefined();
  });

  it('moves when its exit is lost, and stays where it went', async () => {
    const { exitOf, eject } = start();
    const first = await exitOf({ session: 'cart' });
    eject(first);
    const second = await exitOf({ session: 'cart' });
    expect(second).not.toBe(first);
    eject();
    expect(await exitOf({ session: 'cart' })).toBe(second);
    eject(second);
    const third = await exitOf({ session: 'cart' });
    expect(third).not.toBe(second);
  });
});

describe('a session with an end', () => {
  it.each([
    ['lifetime', { lifetimeMinutes: 10 }],
    ['idle', { idleMinutes: 10 }],
  ])('by %s has another exit after that, and the same until then', async (_, limits) => {
    const { exitOf, wait } = start();
    const options = { session: 'cart', ...limits };
    const first = await exitOf(options);
    wait(10 * MINUTE - 1);
    expect(await exitOf(options)).toBe(first);
    wait(1);
    if ('idleMinutes' in limits) {
      expect(await exitOf(options)).toBe(first);
      wait(10 * MINUTE);
    }
    expect(await exitOf(options)).not.toBe(first);
  });

  it('has one that is fit from its beginning', async () => {
    const { exitOf, eject, ids } = start();
    eject(...ids.slice(1));
    expect(await exitOf({ session: 'cart', lifetimeMinutes: 10 })).toBe(ids[0]);
    eject(...ids);
    expect(await exitOf({ session: 'other', lifetimeMinutes: 10 })).toBe('pool_empty');
  });
});

describe('a rotation', () => {
  it('gives another exit every time, once for each request, and keeps it', async () => {
    const { exitOf } = start();
    let last = await exitOf({ session: 'cart' });
    for (let round = 0; round < 20; round += 1) {
      const record: RequestRecord = { startedAt: 0, admitted: true };
      const next = await exitOf({ session: 'cart', rotate: 'now' }, record);
      expect(next).not.toBe(last);
      expect(await exitOf({ session: 'cart', rotate: 'now' }, record)).toBe(next);
      expect(await exitOf({ session: 'cart' })).toBe(next);
      last = next;
    }
  });

  it('leaves the exit where there is no other', async () => {
    const { exitOf, eject, ids } = start();
    eject(...ids.slice(1));
    expect(await exitOf({ session: 'cart', rotate: 'now' })).toBe(ids[0]);
    expect(await exitOf({ session: 'cart', rotate: 'now' })).toBe(ids[0]);
  });
});

describe('a strict session', () => {
  it('never changes its exit, unless it is told to', async () => {
    const { exitOf, eject } = start();
    const strict = { session: 'cart', strict: true };
    const first = await exitOf(strict);
    eject(first);
    expect(await exitOf(strict)).toBe('session_lost');
    const second = await exitOf({ ...strict, rotate: 'now' });
    expect(second).not.toBe(first);
    eject();
    expect(await exitOf(strict)).toBe(second);
  });

  it('begins with an exit that is fit', async () => {
    const { exitOf, eject, ids } = start();
    eject(...ids.slice(1));
    expect(await exitOf({ session: 'cart', strict: true })).toBe(ids[0]);
  });
});
