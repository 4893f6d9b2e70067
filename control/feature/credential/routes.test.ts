import {
  type CredentialWithSecret,
  credentialListSchema,
  credentialSchema,
  credentialWithSecretSchema,
} from '@atlantic/contract/api.ts';
import { hashSecret } from '@atlantic/contract/secret.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { TEST_TIME } from '../../fixture/database.ts';
import { applyDeclaredCredentials } from './declared.ts';
import { listCredentials } from './store.ts';

const COLLECTION = '/api/v1/credentials';

/** The credentials as the planes are told now. */
async function published({ publisher }: Awaited<ReturnType<typeof testApplication>>) {
  const text = publisher.part(publisher.manifest().parts.credentials, 'egress');
  return JSON.parse(text ?? '[]') as Record<string, unknown>[];
}

describe('/api/v1/credentials', () => {
  it('lives through create, read, change, rotate and delete, and tells the planes', async () => {
    const application = await testApplication();
    const { call } = application;
    const created = await call('POST', COLLECTION, { name: 'Team A. 1', quotaBytes: 1000 });
    expect([created.status, created.headers.location]).toEqual([201, `${COLLECTION}/Team%20A.%201`]);
    const made = credentialWithSecretSchema.parse(created.json());
    expect(made).toMatchObject({ username: 'team_a_1', state: 'active', managed: 'api', quota: { bytes: 1000 } });
    expect(await published(application)).toMatchObject([{ id: made.id, secretHash: hashSecret(made.secret) }]);

    const one = `${COLLECTION}/Team%20A.%201`;
    const { secret, ...view } = made;
    expect((await call('GET', one)).json()).toEqual(view);
    const list = await call('GET', COLLECTION);
    expect(credentialListSchema.parse(list.json())).toEqual({ credentials: [view] });
    expect(list.text).not.toContain(secret);

    const paused = await call('PATCH', one, { paused: true, quotaBytes: null, quotaRequests: 5 });
    expect(credentialSchema.parse(paused.json())).toMatchObject({
      state: 'paused',
      quota: { bytes: null, requests: 5 },
    });
    expect(await published(application)).toMatchObject([{ paused: true, limited: { bytes: false, requests: true } }]);

    const rotated = (await call('POST', `${one}/rotate`)).json() as CredentialWithSecret;
    expect(rotated.secret).not.toBe(secret);
    expect(await published(application)).toMatchObject([{ secretHash: hashSecret(rotated.secret) }]);

    expect((await call('DELETE', one)).status).toBe(204);
    expect(await published(application)).toEqual([]);
    for (const answer of [
      await call('GET', one),
      await call('PATCH', one, { paused: false }),
      await call('POST', `${one}/rotate`),
      await call('DELETE', one),
    ])
      expect([answer.status, answer.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it('refuses a name that is taken', async () => {
    const { call } = await testApplication();
    await call('POST', COLLECTION, { name: 'alpha' });
    const again = await call('POST', COLLECTION, { name: 'alpha' });
    expect([again.status, again.json()]).toMatchObject([409, { code: 'name_taken' }]);
  });

  it('changes nothing that the file declares', async () => {
    const { call, db } = await testApplication();
    const fixed = { name: 'fixed', account: 'default', secretHash: 'a'.repeat(64) };
    await applyDeclaredCredentials(db, [fixed], TEST_TIME);
    for (const answer of [
      await call('PATCH', `${COLLECTION}/fixed`, { paused: true }),
      await call('POST', `${COLLECTION}/fixed/rotate`),
      await call('DELETE', `${COLLECTION}/fixed`),
    ])
      expect([answer.status, answer.json()]).toMatchObject([409, { code: 'managed_by_file' }]);
    expect((await call('GET', `${COLLECTION}/fixed`)).json()).toMatchObject({ state: 'active', managed: 'file' });
  });

  it('finds a name of 64 characters that all need a percent sign', async () => {
    const { call } = await testApplication();
    const name = `a${' '.repeat(62)}b`;
    expect((await call('POST', COLLECTION, { name })).status).toBe(201);
    expect((await call('GET', `${COLLECTION}/${encodeURIComponent(name)}`)).status).toBe(200);
  });
});

describe('the addresses of a credential', () => {
  const body = { name: 'office', allowFrom: ['192.0.2.0/24', '::1'] };

  it('are kept, changed and taken back, and the planes hear of it', async () => {
    const { call, publisher } = await testApplication();
    expect((await call('POST', '/api/v1/credentials', body)).json()).toMatchObject({ allowFrom: body.allowFrom });
    const told = () => publisher.manifest().parts.credentials;
    const before = told();
    const changed = await call('PATCH', '/api/v1/credentials/office', { allowFrom: ['10.0.0.7'] });
    expect(changed.json()).toMatchObject({ allowFrom: ['10.0.0.7'] });
    expect(told()).not.toBe(before);
    const open = await call('PATCH', '/api/v1/credentials/office', { allowFrom: [] });
    expect(open.json()).toMatchObject({ allowFrom: [] });
    const paused = await call('PATCH', '/api/v1/credentials/office', { paused: true });
    expect(paused.json()).toMatchObject({ allowFrom: [], state: 'paused' });
  });

  it.each(['office.example', '10.0.0.0/33', '::ffff:10.0.0.1', 7])('are no %j', async (text) => {
    const { call } = await testApplication();
    const answer = await call('POST', '/api/v1/credentials', { ...body, allowFrom: [text] });
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'validation_failed' }]);
  });

  it('come from the file as well', async () => {
    const { db } = await testApplication();
    const declared = { name: 'office', account: 'default', secretHash: 'a'.repeat(64) };
    await applyDeclaredCredentials(db, [{ ...declared, allowFrom: ['192.0.2.0/24'] }], 0);
    expect(await listCredentials(db)).toMatchObject([{ allowFrom: ['192.0.2.0/24'] }]);
    await applyDeclaredCredentials(db, [{ ...declared, allowFrom: [] }], 0);
    expect(await listCredentials(db)).toMatchObject([{ allowFrom: [] }]);
  });
});

describe('options of a credential', () => {
  it('are set, told to the planes and taken back', async () => {
    const application = await testApplication();
    const { call } = application;
    await call('POST', COLLECTION, { name: 'fixed', options: { country: 'us', session: 'a', lifetime: 10 } });
    expect(await published(application)).toMatchObject([{ options: { country: 'us', session: 'a', lifetime: '10' } }]);
    const changed = await call('PATCH', `${COLLECTION}/fixed`, { options: {} });
    expect(changed.json()).toMatchObject({ options: {} });
    expect((await published(application))[0]).not.toHaveProperty('options');
  });

  it.each([
    [{ contry: 'us' }, 'Did you mean country?'],
    [{ lifetime: 10 }, 'needs session'],
  ])('%j are refused', async (options, message) => {
    const { call } = await testApplication();
    const answer = await call('POST', COLLECTION, { name: 'fixed', options });
    expect(answer.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'options', message: expect.stringContaining(message) }],
    });
  });
});
