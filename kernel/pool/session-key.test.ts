import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionKey } from './session-key.ts';

const HOUR = 3_600_000;

it('is another one for another session, credential or spelling', () => {
  expect(sessionKey('c', 'a', undefined, 0)).not.toBe(sessionKey('c', 'A', undefined, 0));
  expect(sessionKey('c', 'a', undefined, 0)).not.toBe(sessionKey('d', 'a', undefined, 0));
  expect(sessionKey('c', 'a', undefined, 0)).toBe(sessionKey('c', 'a', undefined, HOUR));
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
