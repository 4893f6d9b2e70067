import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CredentialRecord, countStates, slugOf, stateOf, usernameFor, viewOf } from './rules.ts';

const record: CredentialRecord = {
  id: 'c1',
  name: 'Crawler 1',
  username: 'crawler_1',
  secretHash: 'a'.repeat(64),
  paused: false,
  managed: 'api',
  account: {
    id: 'a1',
    name: 'shop',
    quota: { bytes: null, requests: 50 },
    used: { bytes: 900, requests: 30 },
  },
  limits: { rate: null, concurrency: null },
  quota: { bytes: 100, requests: null },
  used: { bytes: 40, requests: 7 },
  allowFrom: ['10.0.0.0/8'],
  options: { country: 'us' },
  createdAt: Date.UTC(2026, 0, 2),
};

describe('the state of a credential', () => {
  const cases: [string, Partial<CredentialRecord>, string][] = [
    ['active', {}, 'active'],
    ['all bytes used', { used: { bytes: 100, requests: 0 } }, 'exhausted'],
    ['more than all used', { used: { bytes: 101, requests: 0 } }, 'exhausted'],
    ['all requests used', { quota: { bytes: null, requests: 7 } }, 'exhausted'],
    ['account used up', { account: { ...record.account, used: { bytes: 0, requests: 50 } } }, 'exhausted'],
    ['no limit', { quota: { bytes: null, requests: null } }, 'active'],
    ['a quota of nothing', { quota: { bytes: 0, requests: null }, used: { bytes: 0, requests: 0 } }, 'exhausted'],
    ['paused and used up', { paused: true, used: { bytes: 100, requests: 0 } }, 'paused'],
  ];
  it.each(cases)('%s', (_name, change, state) => {
    expect(stateOf({ ...record, ...change })).toBe(state);
  });

  it('is counted', () => {
    const spent = { ...record, used: { bytes: 100, requests: 0 } };
    expect(countStates([record, record, spent, { ...record, paused: true }])).toEqual({
      active: 2,
      exhausted: 1,
      paused: 1,
    });
  });
});

describe('the view of a credential', () => {
  it('shows no hash', () => {
    const view = viewOf(record);
    expect(view).toMatchObject({
      name: 'Crawler 1',
      state: 'active',
      allowFrom: ['10.0.0.0/8'],
      createdAt: '2026-01-02T00:00:00.000Z',
    });
    expect(JSON.stringify(view)).not.toContain(record.secretHash);
  });
});

describe('user names', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/);

  it('are slugs of the name', () => {
    expect(slugOf('Team A. crawler-7')).toBe('team_a_crawler_7');
  });

  it('count up when they are taken', () => {
    expect(usernameFor('a b', new Set())).toBe('a_b');
    expect(usernameFor('a.b', new Set(['a_b', 'a_b_2']))).toBe('a_b_3');
  });

  it('are well-formed and differ for any names, long ones too', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (names) => {
        const taken = new Set<string>();
        for (const each of [...names, ...names]) {
          const username = usernameFor(each, taken);
          expect(username).toMatch(/^[a-z0-9_]{1,32}$/);
          expect(taken.has(username)).toBe(false);
          taken.add(username);
        }
      }),
    );
  });
});
