import { describe, expect, it } from 'vitest';
import type { Refusal, SessionRecord, TransferRecord } from '../kit/transfer.ts';
import { brokenPromises, outcomeOf, type SpikeLimit, wrongWords } from './promises.ts';

const QUOTA: SpikeLimit = { kind: 'bytes', most: 1000 };
const told: Refusal = { status: 429, reply: 0, code: 'quota_exceeded', retryAfter: '1' };
const transfer = (ending: TransferRecord['ending'], refusal?: Refusal): TransferRecord => ({
  transfer: { id: 'a', kind: 'down', size: 9, slice: 9, pauseMs: 0, stallMs: 0 },
  startedAt: 0,
  head: 5,
  received: 9,
  body: 9,
  ending,
  refusal,
});
const session = (change: Partial<SessionRecord>): SessionRecord => ({
  door: 'HTTP',
  credential: 'one',
  opening: { sent: 0, received: 0 },
  connected: true,
  open: true,
  refusal: undefined,
  transfers: [],
  ...change,
});
const finished = session({ transfers: [transfer('finished')] });
const cut = session({ transfers: [transfer('cut')] });
const refused = session({ transfers: [transfer('refused', told)] });
const refusedTunnel = session({ door: 'SOCKS5', open: false, refusal: { ...told, status: 0, reply: 2 } });

describe('a client', () => {
  it('finished, was refused, or was cut', () => {
    expect([finished, refused, refusedTunnel, cut].map(outcomeOf)).toEqual(['finished', 'refused', 'refused', 'cut']);
    expect(outcomeOf(session({ connected: false, open: false }))).toBe('cut');
  });

  it('that was refused was told why, in the words of its door', () => {
    expect([finished, refused, refusedTunnel, cut].flatMap((one) => wrongWords(one, QUOTA))).toEqual([]);
    expect(
      wrongWords(session({ transfers: [transfer('refused', { ...told, retryAfter: undefined })] }), QUOTA),
    ).toHaveLength(1);
    expect(
      wrongWords(session({ door: 'CONNECT', open: false, refusal: { ...told, status: 503 } }), QUOTA),
    ).toHaveLength(1);
    expect(wrongWords(session({ door: 'SOCKS5', open: false, refusal: { ...told, reply: 1 } }), QUOTA)).toHaveLength(1);
  });
});

describe('a spike', () => {
  const bytes = { limit: QUOTA };
  const requests = { limit: { kind: 'requests', most: 20 } } as const;
  const amounts = { bytes: 1000, requests: 20 };
  const good = { name: 'a', clients: 2, finished: 20, refused: 1, cut: 0, delivered: 950, seconds: 1 };
  const result = { ...good, metered: amounts, rows: amounts };
  const heard = { sessions: [finished, cut], next: [refused, refusedTunnel] };

  it('keeps its promises', () => {
    expect(brokenPromises(bytes, result, heard)).toEqual([]);
    expect(brokenPromises(requests, result, heard)).toEqual([]);
  });

  it('breaks them by an octet or a request', () => {
    const over = { bytes: 1001, requests: 21 };
    expect(brokenPromises(bytes, { ...result, metered: over, rows: over }, heard)).toHaveLength(1);
    expect(brokenPromises(bytes, { ...result, delivered: 949 }, heard)).toHaveLength(1);
    expect(brokenPromises(bytes, { ...result, rows: over }, heard)).toHaveLength(2);
    expect(brokenPromises(requests, { ...result, metered: over, rows: over }, heard)).toHaveLength(1);
    expect(brokenPromises(requests, { ...result, finished: 18, cut: 1 }, heard)).toHaveLength(2);
  });

  it('breaks them where somebody is still served, or nobody answers', () => {
    expect(brokenPromises(bytes, result, { ...heard, next: [finished] })).toHaveLength(1);
    expect(
      brokenPromises(bytes, result, { ...heard, sessions: [session({ connected: false, open: false })] }),
    ).toHaveLength(1);
  });

  it('of a rate gives the burst, and no more than time allows', () => {
    const rate = { limit: { kind: 'rate', perSecond: 5, burst: 15 } } as const;
    const after = { sessions: [finished], next: [finished] };
    expect(brokenPromises(rate, result, after)).toEqual([]);
    expect(brokenPromises(rate, { ...result, finished: 21 }, after)).toHaveLength(1);
    expect(brokenPromises(rate, { ...result, finished: 14 }, after)).toHaveLength(1);
    expect(brokenPromises(rate, { ...result, cut: 1 }, after)).toHaveLength(1);
    expect(brokenPromises(rate, result, { ...after, sessions: [refused] })).toHaveLength(1);
    expect(brokenPromises(rate, result, { ...after, next: [cut] })).toHaveLength(1);
  });

  it('of concurrency lets as many in as may be, and others when they have left', () => {
    const most = (number: number) => ({ limit: { kind: 'concurrency', most: number } }) as const;
    const after = { sessions: [finished], next: [finished] };
    expect(brokenPromises(most(20), result, after)).toEqual([]);
    expect(brokenPromises(most(19), result, after)).toHaveLength(1);
    expect(brokenPromises(most(21), result, after)).toHaveLength(1);
  });
});
