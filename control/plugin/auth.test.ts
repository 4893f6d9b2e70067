import { newSecret } from '@atlantic/contract/secret.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';
import { saveApiKeyHash } from '../start/store.ts';

describe('the API', () => {
  it('says what is missing and challenges', async () => {
    const { app } = await testApplication();
    const missing = await app.inject('/api/v1/credentials');
    expect([missing.statusCode, missing.headers['www-authenticate']]).toEqual([401, 'Bearer realm="atlantic"']);
    expect(missing.headers['content-type']).toBe('application/problem+json');
    expect(missing.json()).toMatchObject({ code: 'api_key_missing', status: 401 });
  });

  it('refuses wrong keys', async () => {
    const { app, planeToken } = await testApplication();
    for (const key of ['x', newSecret('apiKey'), planeToken]) {
      const wrong = await app.inject({ url: '/api/v1/credentials', headers: { authorization: `Bearer ${key}` } });
      expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'api_key_invalid']);
      expect(wrong.headers['www-authenticate']).toContain('error="invalid_token"');
      expect(wrong.payload).not.toContain(key.length > 1 ? key : 'no key');
    }
  });

  it('takes the key in either header, the scheme in any case, and nothing else for a key', async () => {
    const { app, apiKey } = await testApplication();
    const status = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/api/v1/pools', headers })).statusCode;
    expect(await status({ authorization: `Bearer ${apiKey}` })).toBe(200);
    expect(await status({ authorization: `bearer  ${apiKey}` })).toBe(200);
    expect(await status({ 'x-api-key': apiKey })).toBe(200);
    expect(await status({ authorization: apiKey })).toBe(401);
    expect(await status({ authorization: `Basic ${apiKey}` })).toBe(401);
    expect(await status({ authorization: 'Bearer wrong', 'x-api-key': apiKey })).toBe(401);
    expect(await status({ cookie: `api-key=${apiKey}` })).toBe(401);
  });

  it('forgets a key at once when it is replaced', async () => {
    const { db, call } = await testApplication();
    expect((await call('GET', '/api/v1/pools')).status).toBe(200);
    await saveApiKeyHash(db, 'operator', 'f'.repeat(64), 0);
    expect((await call('GET', '/api/v1/pools')).status).toBe(401);
  });

  it('is not opened by another way to write its path', async () => {
    const { app } = await testApplication();
    for (const url of ['/%61pi/v1/pools', '//api/v1/pools', '/api/v1/../v1/pools', '/API/v1/pools', '/api/v1/pools/']) {
      expect([401, 404]).toContain((await app.inject(url)).statusCode);
    }
  });
});

describe('the plane channel', () => {
  it('takes a plane token and no API key', async () => {
    const { app, apiKey, planeToken } = await testApplication();
    const status = async (key: string) =>
      (await app.inject({ url: '/plane/v1/manifest', headers: { authorization: `Bearer ${key}` } })).statusCode;
    expect(await status(planeToken)).toBe(200);
    expect(await status(apiKey)).toBe(401);
    const inOtherHeader = { url: '/plane/v1/manifest', headers: { 'x-api-key': planeToken } };
    expect((await app.inject(inOtherHeader)).json()).toMatchObject({ code: 'api_key_missing' });
  });
});

describe('paths that do not exist', () => {
  it('are hidden from strangers below /api and /plane, and not found elsewhere', async () => {
    const { app, call } = await testApplication();
    const status = async (url: string) => (await app.inject(url)).statusCode;
    expect(await status('/api/v1/nothing')).toBe(401);
    expect(await status('/plane')).toBe(401);
    expect(await status('/nothing')).toBe(404);
    expect((await call('GET', '/api/v1/nothing')).status).toBe(404);
  });
});
