import { accountSchema } from '@atlantic/contract/api.ts';
import { describe, expect, it } from 'vitest';
import { type AccountRecord, viewOf } from './rules.ts';

const record: AccountRecord = {
  id: 'a1',
  name: 'shop',
  managed: 'api',
  quota: { bytes: 100, requests: null },
  used: { bytes: 40, requests: 7 },
  limits: { rate: { perSecond: 2, burst: 4 }, concurrency: null },
  targets: { deny: ['*.example'], only: [] },
  priority: 0,
  credentials: 3,
  createdAt: Date.UTC(2026, 0, 2),
};

describe('an account as the API shows it', () => {
  it('has the shape that the contract says', () => {
    const { id: _, ...shown } = record;
    const view = accountSchema.parse(viewOf(record));
    expect(view).toEqual({ ...shown, state: 'active', createdAt: '2026-01-02T00:00:00.000Z' });
  });

  it.each<[string, Partial<AccountRecord>, string]>([
    ['all bytes used', { used: { bytes: 100, requests: 0 } }, 'exhausted'],
    ['all requests used', { quota: { bytes: null, requests: 7 } }, 'exhausted'],
    ['no limit', { quota: { bytes: null, requests: null } }, 'active'],
  ])('with %s', (_says, change, state) => {
    expect(viewOf({ ...record, ...change }).state).toBe(state);
  });
});
