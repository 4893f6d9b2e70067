import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTlsSessions } from './tls-sessions.ts';

const session = (text: string | number) => Buffer.from(String(text));

it('gives a ticket once, the newest first, and a lasting session again and again', () => {
  const sessions = createTlsSessions(10, 2);
  for (const ticket of [1, 2, 3]) sessions.put('a', session(ticket), true);
  sessions.put('b', session('lasting'), false);
  expect([1, 2, 3].map(() => sessions.take('a')?.toString())).toEqual(['3', '2', undefined]);
  expect([1, 2, 3].map(() => sessions.take('b')?.toString())).toEqual(['lasting', 'lasting', 'lasting']);
});

it('forgets the peer that was not used for the longest', () => {
  const sessions = createTlsSessions(2, 2);
  sessions.put('a', session('a'), false);
  sessions.put('b', session('b'), false);
  sessions.take('a');
  sessions.put('c', session('c'), false);
  expect(['a', 'b', 'c'].map((peer) => sessions.take(peer)?.toString())).toEqual(['a', undefined, 'c']);
});

it('gives no ticket twice, nothing to another peer, and keeps its bounds', () => {
  const peer = fc.constantFrom('a', 'b', 'c');
  const step = fc.oneof(fc.record({ put: peer, single: fc.boolean() }), fc.record({ take: peer }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 6 }), (steps, most) => {
      const sessions = createTlsSessions(most, 3);
      const given = new Set<string>();
      for (const [at, now] of steps.entries()) {
        if ('put' in now) sessions.put(now.put, session(`${now.put} ${at} ${now.single}`), now.single);
        else {
          const text = sessions.take(now.take)?.toString();
          if (text === undefined) continue;
          expect(text.startsWith(`${now.take} `)).toBe(true);
          expect(given.has(text)).toBe(false);
          if (text.endsWith('true')) given.add(text);
        }
        expect(sessions.size).toBeLessThanOrEqual(most);
      }
    }),
  );
});
