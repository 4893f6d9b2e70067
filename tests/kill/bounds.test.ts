import { describe, expect, it } from 'vitest';
import type { SessionRecord, TransferRecord } from '../kit/transfer.ts';
import { addBounds, boundsOf, NOTHING, ONE_WRITE, ONE_WRITE_DOWN } from './bounds.ts';

const transfer = (change: Partial<TransferRecord> = {}): TransferRecord => ({
  transfer: { id: 'a', kind: 'up', size: 1000, slice: 100, pauseMs: 0, stallMs: 0 },
  startedAt: 0,
  head: 80,
  received: 30,
  body: 4,
  ending: 'finished',
  refusal: undefined,
  ...change,
});
const session = (change: Partial<SessionRecord>): SessionRecord => ({
  door: 'HTTP',
  credential: 'one',
  opening: { sent: 0, received: 0 },
  connected: true,
  open: true,
  refusal: undefined,
  transfers: [transfer()],
  ...change,
});
const refusal = { status: 429, reply: 0, code: 'quota_exceeded', retryAfter: '1' };

describe('by HTTP', () => {
  it('a finished request is counted to the octet', () => {
    expect(boundsOf(session({}), () => 1000)).toEqual({
      up: { least: 1080, most: 1080 },
      down: { least: 30, most: 30 },
      requests: { least: 1, most: 1 },
    });
  });

  it('a cut request leaves one write open each way', () => {
    const bounds = boundsOf(session({ transfers: [transfer({ ending: 'cut' })] }), () => 600);
    expect(bounds.up).toEqual({ least: 680, most: 680 + ONE_WRITE });
    expect(bounds.down).toEqual({ least: 30, most: 30 + ONE_WRITE_DOWN });
  });

  it('a request that was never seen proves nothing', () => {
    const bounds = boundsOf(session({ transfers: [transfer({ ending: 'cut', received: 0 })] }), () => undefined);
    expect([bounds.up.least, bounds.down.least, bounds.requests.least]).toEqual([0, 0, 0]);
    expect(bounds.requests.most).toBe(1);
  });

  it('a refused request need not be counted', () => {
    const bounds = boundsOf(session({ transfers: [transfer({ ending: 'refused', refusal })] }), () => undefined);
    expect([bounds.up.least, bounds.down.least, bounds.requests.least]).toEqual([0, 0, 0]);
  });
});

describe('a tunnel', () => {
  const opening = { sent: 100, received: 40 };

  it('is one request, its opening included', () => {
    expect(boundsOf(session({ door: 'CONNECT', opening }), () => 1000)).toEqual({
      up: { least: 1180, most: 1180 },
      down: { least: 70, most: 70 },
      requests: { least: 1, most: 1 },
    });
  });

  it('that was refused need not be counted', () => {
    const bounds = boundsOf(session({ door: 'SOCKS5', opening, open: false, refusal, transfers: [] }), () => 0);
    expect(bounds).toEqual({
      up: { least: 0, most: 100 },
      down: { least: 0, most: 40 },
      requests: { least: 0, most: 1 },
    });
  });

  it('that was cut leaves one write open each way, however many transfers it carried', () => {
    const transfers = [transfer(), transfer({ ending: 'cut' })];
    const bounds = boundsOf(session({ door: 'CONNECT', opening, transfers }), () => 500);
    expect(bounds.up).toEqual({ least: 1260, most: 1260 + ONE_WRITE });
    expect(bounds.down).toEqual({ least: 100, most: 100 + ONE_WRITE_DOWN });
  });
});

it('adds up', () => {
  const one = boundsOf(session({}), () => 1000);
  expect(addBounds(one, NOTHING)).toEqual(one);
  expect(addBounds(one, one).up).toEqual({ least: 2160, most: 2160 });
});
