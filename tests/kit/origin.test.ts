import { expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { type Echo, startOrigin } from './origin.ts';

it.each([
  ['/bytes/70000', 'content-length', '70000'],
  ['/chunked/70000', 'transfer-encoding', 'chunked'],
  ['/slow/70000?ms=100', 'content-length', '70000'],
])('%s', async (path, header, value) => {
  await using origin = await startOrigin();
  const answer = await fetch(origin.url + path);
  expect(answer.headers.get(header)).toBe(value);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bodyOf(70_000))).toBe(true);
});

it('tells what it was asked', async () => {
  await using origin = await startOrigin();
  const answer = await fetch(`${origin.url}/echo?a=1`, { method: 'POST', headers: { 'X-A': 'b' }, body: bodyOf(10) });
  const echo = (await answer.json()) as Echo;
  expect(echo).toMatchObject({ method: 'POST', url: '/echo?a=1', body: bodyOf(10).toString('base64') });
  expect(echo.headers).toContain('X-A');
});

it('answers with the status asked for, and 404 elsewhere', async () => {
  await using origin = await startOrigin();
  expect((await fetch(`${origin.url}/status/418`)).status).toBe(418);
  expect((await fetch(`${origin.url}/elsewhere`)).status).toBe(404);
});

it('closes in the middle of a body', async () => {
  await using origin = await startOrigin();
  const answer = await fetch(`${origin.url}/close`);
  await expect(answer.arrayBuffer()).rejects.toThrow();
});

it('counts connections and requests', async () => {
  await using origin = await startOrigin();
  const headers = { connection: 'close' };
  for (const path of ['/status/200', '/status/204']) await fetch(origin.url + path, { headers });
  expect(origin.counts).toEqual({ connections: 2, requests: 2 });
});
