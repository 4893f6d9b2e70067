import { describe, expect, it } from 'vitest';
import { createBudget, type LeaseAsk, type LeaseReply, SMALLEST_LEASE } from './budget.ts';

/** A primary that hands out of one pot, and a clock the test moves. */
function setup(pot: { bytes: number; requests: number }, limits = { bytes: true, requests: true }) {
  const asks: LeaseAsk[] = [];
  const clock = { now: 0 };
  const budget = createBudget({
    credential: 'c',
    limits,
    now: () => clock.now,
    ask: async (ask): Promise<LeaseReply> => {
      asks.push(ask);
      const add = { bytes: Math.min(ask.want.bytes, pot.bytes), requests: Math.min(ask.want.requests, pot.requests) };
      pot.bytes -= add.bytes;
      pot.requests -= add.requests;
      const enough = add.bytes >= ask.need.bytes && add.requests >= ask.need.requests;
      return { era: ask.era, add, state: enough ? 'granted' : 'exhausted' };
    },
  });
  return { budget, asks, clock, pot };
}
const bytes = (count: number) => ({ bytes: count, requests: 0 });

describe('a budget', () => {
  it('never asks for an unlimited credential', () => {
    const { budget, asks } = setup({ bytes: 0, requests: 0 }, { bytes: false, requests: false });
    expect(budget.take({ bytes: 1e12, requests: 1e6 })).toBe(true);
    expect(asks).toEqual([]);
  });

  it('spends nothing before it was granted, and then to the last byte', async () => {
    const { budget } = setup({ bytes: 100, requests: 2 });
    expect(budget.take(bytes(1))).toBe(false);
    await budget.ready({ bytes: 60, requests: 1 });
    expect(budget.take({ bytes: 60, requests: 1 })).toBe(true);
    expect(budget.takeUpTo(1000)).toBe(40);
    expect(budget.takeUpTo(1)).toBe(0);
    await expect(budget.ready(bytes(1))).rejects.toMatchObject({ code: 'quota_exceeded' });
  });

  it('lets requests run out while bytes are left', async () => {
    const { budget } = setup({ bytes: 1000, requests: 1 });
    await budget.ready({ bytes: 1, requests: 1 });
    budget.take({ bytes: 1, requests: 1 });
    await expect(budget.ready({ bytes: 1, requests: 1 })).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(budget.take(bytes(500))).toBe(true);
  });

  it('says that control is away when it is, not that the quota is spent', async () => {
    const budget = createBudget({
      credential: 'c',
      limits: { bytes: true, requests: true },
      now: () => 0,
      ask: async (ask) => ({ era: ask.era, add: { bytes: 0, requests: 0 }, state: 'unavailable' }),
    });
    await expect(budget.ready(bytes(1))).rejects.toMatchObject({ code: 'quota_unavailable' });
  });

  it('asks for the next lease before the last is gone, and for more the faster it spends', async () => {
    const { budget, asks } = setup({ bytes: 1e9, requests: 1e6 });
    await budget.ready(bytes(1));
    const first = asks[0]?.want.bytes ?? 0;
    expect(first).toBe(SMALLEST_LEASE.bytes);
    budget.take(bytes(first - 10));
    expect(asks[1]?.want.bytes).toBe(2 * first);
    expect(asks[1]?.need).toEqual({ bytes: 0, requests: 0 });
  });

  it('takes small leases when it spends slowly', async () => {
    const { budget, asks, clock } = setup({ bytes: 1e9, requests: 1e6 });
    for (let turn = 0; turn < 4; turn += 1) {
      clock.now += 60_000;
      await budget.ready(bytes(SMALLEST_LEASE.bytes));
      clock.now += 60_000;
      budget.take(bytes(SMALLEST_LEASE.bytes));
    }
    expect(asks.every((ask) => ask.want.bytes === SMALLEST_LEASE.bytes)).toBe(true);
  });

  it('gives back bytes the socket never took', async () => {
    const { budget } = setup({ bytes: 100, requests: 0 });
    await budget.ready(bytes(100));
    budget.take(bytes(100));
    budget.giveBack(30);
    expect(budget.takeUpTo(100)).toBe(30);
  });

  it('surrenders all when idle and half while it is spending', async () => {
    const { budget, clock } = setup({ bytes: 60_000, requests: 0 });
    await budget.ready(bytes(60_000));
    budget.take(bytes(20_000));
    expect(budget.surrender().bytes).toBe(20_000);
    clock.now += 5_000;
    expect(budget.surrender().bytes).toBe(20_000);
    expect(budget.take(bytes(1))).toBe(false);
  });

  it('starts a new era when a limit appears, from what was spent until then', async () => {
    const { budget, asks } = setup({ bytes: 100, requests: 10 }, { bytes: false, requests: false });
    budget.take({ bytes: 5000, requests: 3 });
    budget.limit({ bytes: true, requests: true });
    expect(budget.take(bytes(1))).toBe(false);
    await budget.ready(bytes(1));
    expect(asks[0]).toMatchObject({ era: 2, base: { bytes: 5000, requests: 3 } });
    expect(budget.available()).toEqual({ bytes: 100, requests: 8 });
  });
});
