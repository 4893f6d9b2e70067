import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../hash.ts';
import type { Exit } from '../view.ts';
import { sessionExit, sessionKey } from './session-exit.ts';

const exitsOf = (names: readonly string[]): Exit[] =>
  names.map((id) => ({ id, address: id, endpoint: 'direct', hash: hashText(id), active: 0 }));
const NONE = new Set<Exit>();
const HOUR = 3_600_000;
const sessions = (count: number) => Array.from({ length: count }, (_, at) => sessionKey('c', `s${at}`, undefined, 0));

describe('the exit of a session', () => {
  it('is the same at every time, in every order of the pool', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, fc.string(), fc.nat(), (ids, session, time) => {
        const key = sessionKey('c', session, undefined, time);
        const here = sessionExit(exitsOf(ids), NONE, key)?.id;
        expect(sessionExit(exitsOf(ids.toReversed()), NONE, sessionKey('c', session, undefined, 0))?.id).toBe(here);
      }),
    );
  });

  it('moves only when its own exit goes', () => {
    const exits = exitsOf(Array.from({ length: 10 }, (_, at) => `proxy-${at}`));
    const [gone, ...rest] = exits;
    for (const key of sessions(200)) {
      const before = sessionExit(exits, NONE, key);
      if (before !== gone) expect(sessionExit(rest, NONE, key)).toBe(before);
    }
  });

  it('is spread evenly over the pool', () => {
    const exits = exitsOf(Array.from({ length: 10 }, (_, at) => `proxy-${at}`));
    const counts = new Map<string, number>();
    for (const key of sessions(10_000)) {
      const id = sessionExit(exits, NONE, key)?.id ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    expect([...counts.values()].every((count) => count > 800 && count < 1200)).toBe(true);
  });

  it('is another one of the same credential’s for another session or credential', () => {
    expect(sessionKey('c', 'a', undefined, 0)).not.toBe(sessionKey('c', 'A', undefined, 0));
    expect(sessionKey('c', 'a', undefined, 0)).not.toBe(sessionKey('d', 'a', undefined, 0));
  });

  it('is none when all were tried', () => {
    const exits = exitsOf(['a', 'b']);
    expect(sessionExit(exits, new Set(exits), 1)).toBeUndefined();
  });
});

describe('a lifetime', () => {
  it('keeps the key for so many minutes and then changes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1440 }), fc.string(), fc.nat({ max: 1e12 }), (minutes, session, start) => {
        const keyAt = (time: number) => sessionKey('c', session, minutes, time);
        const changes = [0.25, 0.5, 0.75, 1].filter((part, index, parts) => {
          const [from, to] = [parts[index - 1] ?? 0, part].map((at) => start + at * minutes * 60_000);
          return keyAt(from ?? 0) !== keyAt(to ?? 0);
        });
        // Within one lifetime there is exactly one moment at which the session moves on.
        expect(changes).toHaveLength(1);
      }),
    );
  });

  it('does not end for all sessions at the same moment', () => {
    const moments = new Set(
      ['a', 'b', 'c', 'd'].map((session) => {
        const first = sessionKey('c', session, 60, 0);
        let time = 0;
        while (time < HOUR && sessionKey('c', session, 60, time) === first) time += 1000;
        return time;
      }),
    );
    expect(moments.size).toBe(4);
  });
});
