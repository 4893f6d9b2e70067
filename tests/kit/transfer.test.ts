import { expect, it } from 'vitest';
import { type SessionRecord, wasCut } from './transfer.ts';

const session: SessionRecord = {
  door: 'CONNECT',
  credential: 'one',
  opening: { sent: 9, received: 9 },
  connected: true,
  open: true,
  refusal: undefined,
  transfers: [],
};
const refusal = { status: 429, reply: 0, code: 'quota_exceeded', retryAfter: '1' };

it('tells a cut from a refusal and from a closed door', () => {
  expect(wasCut(session)).toBe(false);
  expect(wasCut({ ...session, open: false })).toBe(true);
  expect(wasCut({ ...session, open: false, refusal })).toBe(false);
  expect(wasCut({ ...session, open: false, connected: false })).toBe(false);
});
