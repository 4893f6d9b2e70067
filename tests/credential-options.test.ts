/** Options that a credential sets for everybody who uses it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';

const SECRET = 'a secret of the configuration file';
let atlantic: Atlantic;
let fixed: TestCredential;

beforeAll(async () => {
  const config = { credentials: [{ name: 'filed', secret: SECRET, options: { session: 'file1', lifetime: 10 } }] };
  atlantic = await startAtlantic({ config });
  fixed = await createCredential(atlantic, 'fixed', '--option', 'session=cart7');
});
afterAll(() => atlantic[Symbol.asyncDispose]());

/** The gateway's page about the request, by a door of it. */
const ask = (user: string, door = atlantic.ready.egress.http) =>
  curl(['-x', door, '-U', user, 'http://atlantic.status/']);

it('hold at every door, beside those of the client', async () => {
  for (const door of [atlantic.ready.egress.http, atlantic.ready.egress.socks5]) {
    expect((await ask(fixed.user, door)).stdout.toString()).toMatch(/session:? +cart7/);
  }
  expect((await ask(`${fixed.username}-lifetime-10:${fixed.secret}`)).status).toBe(200);
  expect((await ask(`filed:${SECRET}`)).stdout.toString()).toMatch(/session:? +file1/);
});

it('cannot be changed by the client, and can by the operator, at once', async () => {
  const refused = await ask(`${fixed.username}-session-other:${fixed.secret}`);
  expect([refused.status, refused.stdout.toString()]).toEqual([400, expect.stringContaining('option_duplicate')]);
  expect((await atlantic.cli('credential', 'update', 'fixed', '--option', 'session=cart8')).code).toBe(0);
  expect((await ask(fixed.user)).stdout.toString()).toMatch(/session:? +cart8/);
  expect((await atlantic.cli('credential', 'update', 'fixed', '--option', 'none')).code).toBe(0);
  expect((await ask(`${fixed.username}-session-other:${fixed.secret}`)).status).toBe(200);
});

it('are read before they are taken', async () => {
  const { code, stderr } = await atlantic.cli('credential', 'update', 'fixed', '--option', 'contry=us');
  expect([code, stderr]).toEqual([1, expect.stringContaining('Did you mean country?')]);
});
