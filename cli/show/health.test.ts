import { expect, it } from 'vitest';
import { momentText, reasonText } from './health.ts';

it.each([
  [{ why: null, code: null, heldBack: false }, '-'],
  [{ why: 'unanswered', code: 'connection_timeout', heldBack: false }, 'unanswered, connection_timeout'],
  [{ why: null, code: 'connection_refused', heldBack: true }, 'held back: connection_refused'],
  [{ why: null, code: null, heldBack: true }, 'held back'],
] as const)('%j is %s', (found, text) => expect(reasonText(found)).toBe(text));

it('writes moments', () => {
  expect([null, '2026-11-21T15:04:05.678Z'].map(momentText)).toEqual(['-', '2026-11-21 15:04:05']);
});
