import { describe, expect, it } from 'vitest';
import { compileTerms } from './terms.ts';

describe('the terms of a listener', () => {
  it('are none unless it has some', () => {
    const terms = compileTerms({});
    expect(terms).toMatchObject({ credential: undefined, pool: undefined, options: [] });
    expect(terms.admits('192.0.2.1')).toBe(true);
  });

  it('are what it says', () => {
    const terms = compileTerms({
      allowFrom: ['10.0.0.0/8'],
      credential: 'alice',
      pool: 'rented',
      options: { session: 'cart7', lifetime: '10' },
    });
    expect(terms).toMatchObject({ credential: 'alice', pool: 'rented' });
    expect(terms.options).toEqual([
      { name: 'session', value: 'cart7' },
      { name: 'lifetime', value: '10' },
    ]);
    expect([terms.admits('10.1.2.3'), terms.admits('192.0.2.1')]).toEqual([true, false]);
  });
});
