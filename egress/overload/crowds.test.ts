import { describe, expect, it } from 'vitest';
import { createCrowds } from './crowds.ts';

const shop = { id: 'shop', priority: 0 };
const vip = { id: 'vip', priority: 5 };
const crowdsOf = () => {
  const ending = new AbortController();
  return { ending, crowds: createCrowds(ending.signal) };
};

describe('the connections of accounts', () => {
  it('end, up to a priority, with a code, and others go on', () => {
    const { crowds } = crowdsOf();
    const [low, high] = [crowds.join(shop), crowds.join(vip)];
    crowds.giveUp(0);
    expect(low.ending.reason).toMatchObject({ code: 'gateway_overloaded' });
    expect([high.ending.aborted, crowds.isGivenUp(shop), crowds.isGivenUp(vip)]).toEqual([false, true, false]);
  });

  it('begin anew once nobody is given up', () => {
    const { crowds } = crowdsOf();
    const before = crowds.join(shop);
    crowds.giveUp(0);
    crowds.giveUp(undefined);
    expect(crowds.isGivenUp(shop)).toBe(false);
    const after = crowds.join(shop);
    crowds.leave(before);
    expect(crowds.join(shop)).toBe(after);
    expect(after.ending.aborted).toBe(false);
  });

  it('are forgotten with the last of them', () => {
    const { crowds } = crowdsOf();
    const first = crowds.join(shop);
    crowds.join(shop);
    crowds.leave(first);
    expect(crowds.join(shop)).toBe(first);
    crowds.leave(first);
    crowds.leave(first);
    expect(crowds.join(shop)).not.toBe(first);
  });

  it('end when everything does, whenever they joined', () => {
    const { ending, crowds } = crowdsOf();
    const before = crowds.join(shop);
    ending.abort(new Error('over'));
    expect([before.ending.reason, crowds.join(vip).ending.reason]).toEqual([
      ending.signal.reason,
      ending.signal.reason,
    ]);
  });
});
