import { describe, expect, it } from 'vitest';
import { type AbortedTransfer, compareAborted, compareOrderly, total } from './compare.ts';
import type { Octets } from './octets.ts';
import type { WireConnection } from './sequence.ts';

const BOUNDS = { sendQueue: 1000, receiveQueue: 500 };
const NOTHING = { up: 0, down: 0 };
const wire = (up: number, down: number, end: WireConnection['end'] = 'fin'): WireConnection => ({
  client: '127.0.0.1:1',
  gatewayPort: 2,
  up,
  down,
  end,
  missed: 0,
});

describe('an orderly kind', () => {
  it('is equal to the octet', () => {
    const row = compareOrderly('get', [wire(10, 100), wire(20, 200)], { up: 30, down: 300 });
    expect(row).toMatchObject({ transfers: 2, wire: { up: 30, down: 300 }, verdict: 'equal', problems: [] });
  });

  it.each<[Octets, string]>([
    [{ up: 29, down: 300 }, 'up differs by -1'],
    [{ up: 30, down: 301 }, 'down differs by 1'],
  ])('is different at %o', (metered, problem) => {
    const row = compareOrderly('get', [wire(10, 100), wire(20, 200)], metered);
    expect(row).toMatchObject({ verdict: 'DIFFERENT', problems: [problem] });
  });

  it('has no resets', () => {
    const row = compareOrderly('get', [wire(1, 1, 'reset'), wire(1, 1, 'open')], { up: 2, down: 2 });
    expect(row).toMatchObject({ verdict: 'DIFFERENT', resets: 1, problems: ['2 did not end in order'] });
  });
});

describe('an aborted transfer', () => {
  const verdicts = (end: WireConnection['end'], metered: Octets, unclaimed: Octets = NOTHING) => {
    const transfer: AbortedTransfer = { kind: 'cut', credential: 'cut-1', wire: wire(5000, 5000, end), metered };
    return compareAborted('nobody', [transfer], unclaimed, BOUNDS).map(({ verdict }) => verdict);
  };

  it.each<[Octets, string]>([
    [{ up: 5000, down: 5000 }, 'equal'],
    [{ up: 4500, down: 6000 }, 'within'],
    [{ up: 5001, down: 5000 }, 'DIFFERENT'],
    [{ up: 4499, down: 5000 }, 'DIFFERENT'],
    [{ up: 5000, down: 4999 }, 'DIFFERENT'],
    [{ up: 5000, down: 6001 }, 'DIFFERENT'],
  ])('that was reset may differ by its queues: %o', (metered, verdict) => {
    expect(verdicts('reset', metered)[0]).toBe(verdict);
  });

  it('whose sides both closed is equal down', () => {
    expect(verdicts('fin', { up: 5000, down: 5000 })).toEqual(['equal', 'equal']);
    expect(verdicts('fin', { up: 4500, down: 5000 })).toEqual(['within', 'equal']);
    expect(verdicts('fin', { up: 5000, down: 5001 })).toEqual(['DIFFERENT', 'equal']);
  });

  it('may leave to nobody what is missing of it', () => {
    expect(verdicts('fin', { up: 4000, down: 5000 }, { up: 1000, down: 0 })).toEqual(['within', 'within']);
    expect(verdicts('fin', { up: 4000, down: 5000 })).toEqual(['DIFFERENT', 'equal']);
  });

  it('leaves no more to nobody than is missing, and nothing down', () => {
    expect(verdicts('reset', { up: 4900, down: 5000 }, { up: 101, down: 0 })).toEqual(['within', 'DIFFERENT']);
    expect(verdicts('reset', { up: 4900, down: 5000 }, { up: 100, down: 1 })).toEqual(['within', 'DIFFERENT']);
  });

  it('has ended', () => {
    expect(verdicts('open', { up: 5000, down: 5000 })).toEqual(['DIFFERENT', 'equal']);
  });

  it('is judged by itself, so that one cannot make up for another', () => {
    const pair = [-1, 1].map((by) => ({
      kind: 'cut',
      credential: `cut${by}`,
      wire: wire(0, 100, 'reset'),
      metered: { up: 0, down: 100 + by },
    }));
    expect(compareAborted('nobody', pair, NOTHING, BOUNDS)[0]).toMatchObject({
      wire: { down: 200 },
      metered: { down: 200 },
      furthest: { up: 0, down: -1 },
      verdict: 'DIFFERENT',
      problems: ['cut-1 down differs by -1'],
    });
  });
});

it('the total is as bad as the worst row', () => {
  const equal = compareOrderly('a', [wire(1, 2)], { up: 1, down: 2 });
  const different = compareOrderly('b', [wire(1, 2)], { up: 1, down: 3 });
  expect(total([equal, equal])).toMatchObject({ transfers: 2, wire: { up: 2, down: 4 }, verdict: 'equal' });
  expect(total([equal, different])).toMatchObject({ metered: { up: 2, down: 5 }, verdict: 'DIFFERENT' });
});
