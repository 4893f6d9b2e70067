import { accountListSchema, accountSchema } from '@atlantic/contract/api.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

const COLLECTION = '/api/v1/accounts';

describe('/api/v1/accounts', () => {
  it('lives through create, read, change and delete, and tells the planes', async () => {
    const { call, publisher } = await testApplication();
    const published = () => JSON.parse(publisher.part(publisher.manifest().parts.accounts, 'egress') ?? '[]');
    const created = await call('POST', COLLECTION, { name: 'shop', rate: { perSecond: 2.5 }, deny: ['*.example'] });
    expect([created.status, created.headers.location]).toEqual([201, `${COLLECTION}/shop`]);
    const made = accountSchema.parse(created.json());
    expect(made).toMatchObject({ limits: { rate: { perSecond: 2.5, burst: 3 } }, targets: { deny: ['*.example'] } });
    expect(published()).toMatchObject([
      { name: 'default', limits: { rate: null }, priority: 0 },
      { name: 'shop', limits: { rate: { burst: 3 } }, targets: { deny: ['*.example'], only: [] } },
    ]);

    const changed = await call('PATCH', `${COLLECTION}/shop`, { rate: null, concurrency: 7 });
    expect(changed.json()).toMatchObject({ limits: { rate: null, concurrency: 7 } });
    expect((await call('GET', `${COLLECTION}/shop`)).json()).toEqual(changed.json());
    const { accounts } = accountListSchema.parse((await call('GET', COLLECTION)).json());
    expect(accounts.map(({ name }) => name)).toEqual(['default', 'shop']);

    expect((await call('DELETE', `${COLLECTION}/shop`)).status).toBe(204);
    expect(published()).toHaveLength(1);
  });

  it.each([
    [{ name: 'Shop' }, 'name'],
    [{ name: 'shop', rate: { perSecond: 0 } }, 'rate.perSecond'],
    [{ name: 'shop', rate: { burst: 1 } }, 'rate.perSecond'],
    [{ name: 'shop', concurrency: 0 }, 'concurrency'],
    [{ name: 'shop', deny: ['not a host!'] }, 'deny.0'],
    [{ name: 'shop', priority: 101 }, 'priority'],
    [{ name: 'shop', quota: 5 }, 'quota'],
  ])('refuses %j', async (body, field) => {
    const { call } = await testApplication();
    const answer = await call('POST', COLLECTION, body);
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'validation_failed', errors: [{ field }] }]);
  });

  it('refuses to change nothing', async () => {
    const { call } = await testApplication();
    expect((await call('PATCH', `${COLLECTION}/default`, {})).status).toBe(400);
  });
});
