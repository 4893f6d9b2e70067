import { KEPT_REVISIONS } from '@atlantic/contract/config-change.ts';
import { expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

const YAML = 'pools: [{ name: rented, kind: list }]\nroutes: [{ pool: rented }]';

async function application() {
  const { app, apiKey, call } = await testApplication();
  const post = async (path: string, payload: string, type = 'application/yaml') => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': type };
    const answer = await app.inject({ method: 'POST', url: `/api/v1/config/${path}`, headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { call, post };
}

it('says what a text would change', async () => {
  const { post } = await application();
  for (const type of ['application/yaml', 'text/yaml', 'text/plain; charset=utf-8']) {
    expect(await post('apply?dry=1', YAML, type)).toMatchObject({
      status: 200,
      body: {
        applied: false,
        revision: 1,
        changes: expect.arrayContaining([expect.objectContaining({ what: 'pool' })]),
      },
    });
  }
});

it('names every problem with its line, under the name that was given', async () => {
  const { post } = await application();
  const { status, body } = await post('apply?label=prod.yaml', 'egress:\n  workers: two\nrouts: []');
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'config_invalid' });
  expect(body.detail.split('\n')).toEqual([
    expect.stringMatching(/^prod\.yaml:2: egress\.workers:/),
    expect.stringMatching(/^prod\.yaml:3: routs:/),
  ]);
});

it('refuses what the next start would not read', async () => {
  const { post } = await application();
  expect(await post('apply', YAML)).toMatchObject({ status: 409, body: { code: 'config_not_kept' } });
});

it('takes no other type of body', async () => {
  const { post, call } = await application();
  expect(await post('apply', '{}', 'application/xml')).toMatchObject({ status: 415 });
  expect(await call('POST', '/api/v1/config/apply', {})).toMatchObject({ status: 400 });
});

it('lists what was applied', async () => {
  const { call } = await application();
  const { revisions } = (await call('GET', '/api/v1/config/history')).json() as { revisions: object[] };
  expect(revisions).toMatchObject([{ number: 1, door: 'start', changeCount: 0, changes: [] }]);
  expect(revisions.length).toBeLessThanOrEqual(KEPT_REVISIONS);
});
