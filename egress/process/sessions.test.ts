import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToPrimary } from './messages.ts';
import { createSessions, MOST_TOGETHER, TOGETHER_MS } from './sessions.ts';

const CART = { credential: 'c', session: 'cart' };
const OPENING = { ...CART, life: 5, pool: 'rented', exit: 'a' };
const WORD = { ...CART, life: 5, since: 1, usedAt: 1, exits: [['rented', 'a'] as const], former: [] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup(random = () => 0) {
  const sent: ToPrimary[] = [];
  let now = 0;
  const sessions = createSessions(
    (message) => void sent.push(message),
    () => now,
    random,
  );
  const at = (next: number) => {
    now = next;
  };
  return { sessions, sent, at };
}

describe('a session that is opened', () => {
  it('is asked for once, and known from then on', async () => {
    const { sessions, sent } = setup();
    const opened = sessions.open(OPENING);
    expect(sent).toEqual([{ kind: 'session-open', id: 1, opening: OPENING }]);
    sessions.onWords({ kind: 'sessions', words: [WORD], gone: [] });
    sessions.onOpened(1);
    expect(await opened).toEqual(WORD);
    expect(sessions.find(CART)).toEqual(WORD);
    sessions.onWords({ kind: 'sessions', words: [], gone: [CART], id: 9 });
    expect(sessions.find(CART)).toBeUndefined();
    expect(sent.at(-1)).toEqual({ kind: 'sessions-known', id: 9 });
  });

  it('is refused when the primary does not answer, or is gone', async () => {
    const { sessions } = setup();
    const silent = expect(sessions.open(OPENING)).rejects.toMatchObject({ code: 'gateway_overloaded' });
    await vi.runAllTimersAsync();
    await silent;
    const forgotten = sessions.open(OPENING);
    sessions.onOpened(2);
    await expect(forgotten).rejects.toMatchObject({ code: 'gateway_overloaded' });
    const open = sessions.open(OPENING);
    sessions.close();
    await expect(open).rejects.toMatchObject({ code: 'gateway_draining' });
  });
});

describe('uses', () => {
  it('are told together, and put off the end of the session at once', () => {
    const { sessions, sent, at } = setup();
    sessions.onWords({ kind: 'sessions', words: [WORD], gone: [] });
    at(40);
    for (let count = 0; count < 3; count += 1) sessions.used({ ...CART, pool: 'rented', exit: 'a' });
    expect(sessions.find(CART)?.usedAt).toBe(40);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(sent).toEqual([{ kind: 'sessions-used', uses: [{ ...CART, pool: 'rented', exit: 'a', requests: 3 }] }]);
  });

  it('are never more than a message may hold', () => {
    const { sessions, sent } = setup();
    for (let at = 0; at < MOST_TOGETHER; at += 1)
      sessions.used({ credential: 'c', session: `${at}`, pool: 'p', exit: 'a' });
    expect(sent).toHaveLength(1);
  });
});

it('draws lives that are never that of a session without memory', () => {
  expect(setup().sessions.newLife()).toBe(1);
  expect(setup(() => 1 - Number.EPSILON).sessions.newLife()).toBeLessThan(2 ** 47);
});
