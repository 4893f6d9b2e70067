import { describe, expect, it } from 'vitest';
import { covers, larger, minus, plus, smaller } from './quantity.ts';

describe('quantities', () => {
  const a = { bytes: 10, requests: 1 };
  const b = { bytes: 4, requests: 3 };

  it('adds, subtracts and compares both counts', () => {
    expect(plus(a, b)).toEqual({ bytes: 14, requests: 4 });
    expect(minus(a, b)).toEqual({ bytes: 6, requests: -2 });
    expect(smaller(a, b)).toEqual({ bytes: 4, requests: 1 });
    expect(larger(a, b)).toEqual({ bytes: 10, requests: 3 });
  });

  it('covers only when both counts suffice', () => {
    expect(covers(a, { bytes: 10, requests: 1 })).toBe(true);
    expect(covers(a, b)).toBe(false);
  });
});
