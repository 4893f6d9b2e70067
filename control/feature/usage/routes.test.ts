import { usageSchema } from '@atlantic/contract/api.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { addCredential } from '../../fixture/database.ts';

describe('/api/v1/usage', () => {
  it('lists all credentials or the one that is asked for', async () => {
    const { db, call } = await testApplication();
    await addCredential(db, 'alpha');
    await addCredential(db, 'beta gamma');
    const names = async (query: string) =>
      usageSchema.parse((await call('GET', `/api/v1/usage${query}`)).json()).credentials.map(({ name }) => name);
    expect(await names('')).toEqual(['alpha', 'beta gamma']);
    expect(await names('?credential=beta%20gamma')).toEqual(['beta gamma']);
  });

  it('does not find what is not there', async () => {
    const { call } = await testApplication();
    const { status, json } = await call('GET', '/api/v1/usage?credential=nobody');
    expect([status, json()]).toMatchObject([404, { code: 'not_found' }]);
  });
});
