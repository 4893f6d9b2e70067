import { type AddressInfo, connect } from 'node:net';
import { problemSchema } from '@atlantic/contract/api.ts';
import { AtlanticError, CATALOGUE } from '@atlantic/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';
import { problemOf } from './problems.ts';

describe('a problem', () => {
  it('is the catalogue’s entry with the error’s detail', () => {
    expect(problemOf(new AtlanticError('name_taken', { detail: 'alpha' }))).toEqual({
      type: 'urn:atlantic:error:name_taken',
      title: CATALOGUE.name_taken.sentence,
      status: 409,
      detail: 'alpha',
      code: 'name_taken',
      recovery: CATALOGUE.name_taken.recovery,
    });
    expect(problemOf(new AtlanticError('name_taken'))).not.toHaveProperty('detail');
  });
});

describe('every error of the API is one', () => {
  it('for what does not fit the schema, field by field', async () => {
    const { call } = await testApplication();
    const body = { name: '-', quotaBytes: -1, quotaRequests: 1.5, colour: 'blue' };
    const { status, headers, json } = await call('POST', '/api/v1/credentials', body);
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json']);
    const { code, errors } = problemSchema.parse(json());
    expect(code).toBe('validation_failed');
    expect(errors?.map(({ field }) => field).sort()).toEqual(['colour', 'name', 'quotaBytes', 'quotaRequests']);
  });

  it('for a query nobody knows and a change that changes nothing', async () => {
    const { call } = await testApplication();
    const query = await call('GET', '/api/v1/usage?user=alpha');
    expect(query.json()).toMatchObject({ status: 400, errors: [{ field: 'user' }] });
    const change = await call('PATCH', '/api/v1/credentials/alpha', {});
    expect(change.json()).toMatchObject({
      status: 400,
      errors: [{ field: 'body', message: 'names nothing to change' }],
    });
  });

  it('for bodies that are too large, of another type, or no JSON', async () => {
    const { app, apiKey } = await testApplication();
    const post = (payload: string, type: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/credentials',
        headers: { 'x-api-key': apiKey, 'content-type': type },
        payload,
      });
    const answers = [
      await post(`{"name":"${'a'.repeat(1024 * 1024)}"}`, 'application/json'),
      await post('name=alpha', 'application/x-www-form-urlencoded'),
      await post('{"name":', 'application/json'),
      await post('{"__proto__":{"name":"a"}}', 'application/json'),
      await post('', 'application/json'),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([413, 415, 400, 400, 400]);
    for (const { headers, statusCode, payload } of answers) {
      expect(headers['content-type']).toBe('application/problem+json');
      expect(problemSchema.parse(JSON.parse(payload))).toMatchObject({ code: 'validation_failed', status: statusCode });
    }
  });

  it('for paths that cannot be read, and methods nobody offers', async () => {
    const { app, call } = await testApplication();
    const broken = await app.inject('/api/%zz');
    expect(problemSchema.parse(broken.json())).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await call('DELETE', '/api/v1/pools')).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('for a fault of our own, which is logged and not told', async () => {
    const { db, app, logged } = await testApplication('', (server) => {
      server.get('/broken', { config: { access: 'open' } }, async () => {
        throw new Error('the secret is hush');
      });
    });
    const answer = await app.inject('/broken');
    expect(problemSchema.parse(answer.json())).toMatchObject({ status: 500, code: 'internal_error' });
    expect(answer.payload + logged.join('')).not.toContain('hush');
    expect(logged.join('')).toContain('an API call failed');
    await db.destroy();
    expect((await app.inject('/health/ready')).json()).toMatchObject({ status: 503, code: 'control_unreachable' });
  });
});

describe('bytes that are no HTTP request', () => {
  async function answerTo(bytes: string): Promise<string> {
    const { app } = await testApplication();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.end(bytes);
    let text = '';
    for await (const chunk of socket) text += chunk;
    return text;
  }

  it('get a problem and a close', async () => {
    const text = await answerTo('\u0016\u0003\u0001 hello\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(problemSchema.parse(JSON.parse(body)).code).toBe('request_malformed');
  });

  it('get another when their head is too large', async () => {
    const text = await answerTo(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
    expect(text).toContain('"code":"request_head_too_large"');
  });
});
