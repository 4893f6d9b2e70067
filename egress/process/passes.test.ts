import { describe, expect, it, vi } from 'vitest';
import type { ToPrimary } from './messages.ts';
import { createPasses } from './passes.ts';

const owners = { credential: 'ann', account: 'shop' };

function setup() {
  const sent: ToPrimary[] = [];
  const passes = createPasses((message) => void sent.push(message));
  return { passes, sent };
}

describe('a pass', () => {
  it('is asked for, and left once', async () => {
    const { passes, sent } = setup();
    const entering = passes.enter(owners);
    expect(sent).toEqual([{ kind: 'enter', id: 1, owners }]);
    passes.onEntry(1, { state: 'entered' });
    const pass = await entering;
    pass.leave();
    pass.leave();
    expect(sent.slice(1)).toEqual([{ kind: 'leave', owners }]);
  });

  it('is refused with whose limit it was and when to come again', async () => {
    const { passes, sent } = setup();
    const fast = passes.enter(owners);
    const many = passes.enter(owners);
    passes.onEntry(1, { state: 'rate', owner: 'account', retryMs: 1_200 });
    passes.onEntry(2, { state: 'concurrency', owner: 'credential' });
    await expect(fast).rejects.toMatchObject({
      code: 'rate_exceeded',
      retryAfterSeconds: 2,
      detail: expect.stringContaining('account'),
    });
    await expect(many).rejects.toMatchObject({
      code: 'concurrency_exceeded',
      retryAfterSeconds: 1,
      detail: expect.stringContaining('credential'),
    });
    expect(sent.map(({ kind }) => kind)).toEqual(['enter', 'enter']);
  });

  it('that comes too late is given back', async () => {
    vi.useFakeTimers();
    const { passes, sent } = setup();
    const entering = expect(passes.enter(owners)).rejects.toMatchObject({ code: 'gateway_overloaded' });
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await entering;
    passes.onEntry(1, { state: 'entered' });
    expect(sent.at(-1)).toEqual({ kind: 'leave', owners });
  });

  it('is not given when the primary is gone', async () => {
    const { passes } = setup();
    const waiting = passes.enter(owners);
    passes.close();
    await expect(waiting).rejects.toMatchObject({ code: 'gateway_draining' });
    await expect(passes.enter(owners)).rejects.toMatchObject({ code: 'gateway_draining' });
  });
});
