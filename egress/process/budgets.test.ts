import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { createBudgets } from './budgets.ts';
import type { ToPrimary } from './messages.ts';

const credential = (name: string, limited: boolean): SnapshotCredential => ({
  id: `id-${name}`,
  name,
  username: name,
  secretHash: '0'.repeat(64),
  paused: false,
  account: 'default',
  limited: { bytes: limited, requests: limited },
  limits: { rate: null, concurrency: null },
});
const meg = credential('meg', true);
const one = { bytes: 10, requests: 1 };

function setup() {
  const sent: ToPrimary[] = [];
  const budgets = createBudgets(
    (message) => void sent.push(message),
    () => 0,
  );
  return { sent, budgets };
}

describe('the budgets of a worker', () => {
  it('are one a credential', () => {
    const { budgets } = setup();
    expect(budgets.of(meg)).toBe(budgets.of({ ...meg }));
    expect(budgets.of(meg)).not.toBe(budgets.of(credential('tom', true)));
  });

  it('are fed by leases of the primary', async () => {
    const { budgets, sent } = setup();
    const ready = budgets.of(meg).ready(one);
    const [ask] = sent;
    if (ask?.kind !== 'lease') throw new Error('no lease was asked for');
    expect(ask.ask).toMatchObject({ credential: 'id-meg', need: one });
    budgets.onLease(ask.id, { era: 1, add: { bytes: 100, requests: 5 }, state: 'granted' });
    await ready;
    expect(budgets.of(meg).take(one)).toBe(true);
    expect(budgets.surrender('id-meg').bytes).toBeGreaterThan(0);
  });

  it('have nothing to surrender for a credential nobody used', () => {
    expect(setup().budgets.surrender('id-nobody')).toEqual({ bytes: 0, requests: 0 });
  });

  it('follow a limit that a new snapshot brings', () => {
    const { budgets } = setup();
    const free = credential('free', false);
    expect(budgets.of(free).take(one)).toBe(true);
    budgets.update([credential('free', true)]);
    expect(budgets.of(free).take(one)).toBe(false);
  });

  it('ask what is left only where there is a limit', async () => {
    const { budgets, sent } = setup();
    expect(await budgets.left(credential('free', false))).toEqual({ bytes: null, requests: null });
    expect(sent).toEqual([]);
    const left = budgets.left(meg);
    const [question] = sent;
    if (question?.kind !== 'quota') throw new Error('nothing was asked');
    budgets.onQuota(question.id, { bytes: 7, requests: null });
    expect(await left).toEqual({ bytes: 7, requests: null });
  });

  it('do not know what is left when the primary does not', async () => {
    const { budgets, sent } = setup();
    const left = budgets.left(meg);
    const [question] = sent;
    if (question?.kind !== 'quota') throw new Error('nothing was asked');
    budgets.onQuota(question.id, null);
    await expect(left).rejects.toMatchObject({ code: 'quota_unavailable' });
  });

  it('say that the quota is unavailable once the primary is gone', async () => {
    const { budgets } = setup();
    const waiting = budgets.of(meg).ready(one);
    budgets.close();
    await expect(waiting).rejects.toMatchObject({ code: 'quota_unavailable' });
    await expect(budgets.left(meg)).rejects.toMatchObject({ code: 'quota_unavailable' });
  });
});
