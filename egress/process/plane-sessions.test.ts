import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointOf } from '../fixture/snapshot.ts';
import type { ToWorker } from './messages.ts';
import { createPlaneSessions } from './plane-sessions.ts';

const CART = { credential: 'c', session: 'cart' };
const OPENING = { ...CART, life: 5, pool: 'rented', exit: 'a' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlantic-plane-sessions-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A primary with workers 1 and 2, and what each was told. */
function start() {
  const told: [worker: number, message: ToWorker][] = [];
  const nothing = () => {};
  const sessions = createPlaneSessions({
    file: join(folder, 'sessions.jsonl'),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    now: () => 1000,
    workers: () => [1, 2],
    tell: (worker, message) => void told.push([worker, message]),
  });
  return {
    sessions,
    told,
    open: (worker: number, changes: object = {}) =>
      sessions.onMessage(worker, { kind: 'session-open', id: 7, opening: { ...OPENING, ...changes } }),
  };
}

const word = (exit: string, life = 5) => ({ ...CART, life, since: 1000, usedAt: 1000, exits: [['rented', exit]] });

describe('a primary', () => {
  it('tells all workers what it decided before it answers the one that asked', () => {
    const { told, open } = start();
    open(1);
    open(2, { life: 6, exit: 'b' });
    expect(told.map(([worker, { kind }]) => [worker, kind])).toEqual([
      [1, 'sessions'],
      [2, 'sessions'],
      [1, 'session-opened'],
      [1, 'sessions'],
      [2, 'sessions'],
      [2, 'session-opened'],
    ]);
    for (const [, message] of told) if (message.kind === 'sessions') expect(message.words).toMatchObject([word('a')]);
  });

  it('answers a rotation when every worker knows of it', async () => {
    const { told, open, sessions } = start();
    open(1);
    told.length = 0;
    open(1, { rotate: true, life: 6, exit: 'b' });
    const ids = told.flatMap(([, message]) =>
      message.kind === 'sessions' && message.id !== undefined ? [message.id] : [],
    );
    expect(ids).toHaveLength(2);
    for (const id of ids) {
      await Promise.resolve();
      expect(told.some(([, { kind }]) => kind === 'session-opened')).toBe(false);
      sessions.onMessage(id, { kind: 'sessions-known', id });
    }
    await expect.poll(() => told.at(-1)).toEqual([1, { kind: 'session-opened', id: 7 }]);
  });

  it('writes down where a session has moved to, and goes on with it after kill -9', () => {
    const first = start();
    first.sessions.onMessage(1, { kind: 'sessions-used', uses: [{ ...CART, pool: 'rented', exit: 'a', requests: 1 }] });
    const move = { ...CART, life: 0, pool: 'rented', from: undefined, to: 'b' };
    first.sessions.onMessage(1, { kind: 'session-moved', move });
    first.sessions.onMessage(2, { kind: 'session-moved', move: { ...move, to: 'c' } });
    expect(first.told).toHaveLength(2);
    first.open(1, { session: 'other' });
    const { sessions } = start();
    expect(sessions.words()).toMatchObject([
      { kind: 'sessions', words: [word('b', 0), { ...word('a'), session: 'other' }], gone: [] },
    ]);
  });

  it('keeps sessions where they are when the endpoints of their pool change', () => {
    const { sessions, told } = start();
    const pool = (name: string, ...ids: readonly string[]): SnapshotPool => ({
      name,
      kind: 'list',
      endpoints: ids.map((id, at) => endpointOf(at + 1, { id })),
    });
    sessions.follow([pool('rented', 'a', 'b'), pool('other', 'z')]);
    const uses = [
      { ...CART, pool: 'rented in us', exit: 'a', requests: 1 },
      { credential: 'c', session: 'else', pool: 'other', exit: 'z', requests: 1 },
    ];
    sessions.onMessage(1, { kind: 'sessions-used', uses });
    sessions.follow([pool('rented', 'a', 'b'), pool('other', 'z')]);
    expect(told).toEqual([]);
    sessions.follow([pool('rented', 'a', 'b', 'c'), pool('other', 'z')]);
    expect(told.map(([worker]) => worker)).toEqual([1, 2]);
    const kept = { ...word('a', 0), exits: [['rented in us', 'a']] };
    expect(told[0]?.[1]).toMatchObject({ kind: 'sessions', words: [kept] });
    sessions.follow([pool('rented', 'b')]);
    expect(told).toHaveLength(2);
  });

  it('has nothing to tell a new worker where no session is held', () => {
    expect(start().sessions.words()).toEqual([]);
  });
});
