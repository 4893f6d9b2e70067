/** What the API answers is in force in every worker: a credential works, or is dead, by the time the answer is there. */
import { createClient } from '@atlantic/contract/client.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { credentialOf } from './kit/credential.ts';
import { httpPort } from './kit/door.ts';
import { openRawClient } from './kit/raw-client.ts';

const ROUNDS = 25;
/** Enough connections that each of two workers has some. */
const CONNECTIONS = 4;

let atlantic: Atlantic;
beforeAll(async () => {
  atlantic = await startAtlantic();
});
afterAll(() => atlantic[Symbol.asyncDispose]());

async function status(username: string, secret: string): Promise<number> {
  await using client = await openRawClient(httpPort(atlantic));
  const { header } = credentialOf(username, username, secret);
  client.send(`GET http://atlantic.status/ HTTP/1.1\r\nHost: atlantic.status\r\n${header}\r\n\r\n`);
  return (await client.response()).status;
}

const everywhere = (username: string, secret: string): Promise<number[]> =>
  Promise.all(Array.from({ length: CONNECTIONS }, () => status(username, secret)));

it('from its creation to its end', async () => {
  const api = createClient({ url: atlantic.ready.control.url, apiKey: atlantic.ready.apiKey });
  const all = (code: number) => Array.from({ length: CONNECTIONS }, () => code);
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = `made${round}`;
    const { username, secret } = await api.credentials.create({ name });
    expect(await everywhere(username, secret)).toEqual(all(200));
  }
  const { username, secret } = await api.credentials.create({ name: 'one' });
  const rotated = await api.credentials.rotate('one');
  expect(await everywhere(username, secret)).toEqual(all(407));
  expect(await everywhere(username, rotated.secret)).toEqual(all(200));
  await api.credentials.update('one', { paused: true });
  expect(await everywhere(username, rotated.secret)).toEqual(all(403));
  await api.credentials.remove('one');
  expect(await everywhere(username, rotated.secret)).toEqual(all(407));
});
