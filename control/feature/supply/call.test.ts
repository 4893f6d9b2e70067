import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createSupplyApi } from './call.ts';

const schema = z.object({ here: z.boolean() });
const status = { method: 'GET', path: '/v1/status' } as const;

async function opened(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createSupplyApi(() => `http://127.0.0.1:${port}`, 'atl_s_key');
}

const answering = (code: number, body: unknown) =>
  opened((_request, response) => response.writeHead(code).end(typeof body === 'string' ? body : JSON.stringify(body)));

it('asks with the key, and gives what the schema has', async () => {
  const asked: unknown[] = [];
  const { call } = await opened(async (request, response) => {
    const [body] = await request.toArray();
    asked.push([request.method, request.url, request.headers.authorization, String(body ?? '')]);
    response.end('{"here":true,"more":1}');
  });
  expect(await call({ ...status, query: '?limit=1' }, schema)).toEqual({ here: true });
  await call({ method: 'POST', path: '/v1/runs', body: { force: true } }, schema);
  expect(asked).toEqual([
    ['GET', '/v1/status?limit=1', 'Bearer atl_s_key', ''],
    ['POST', '/v1/runs', 'Bearer atl_s_key', '{"force":true}'],
  ]);
});

it('hands on what supply refuses with', async () => {
  const problem = { type: 't', title: 't', status: 404, code: 'not_found', detail: 'No such proxy.', recovery: 'r' };
  const { call } = await answering(404, problem);
  await expect(call(status, schema)).rejects.toMatchObject({ code: 'not_found', detail: 'No such proxy.' });
});

it.each([
  [401, '', 'It does not know this control yet.'],
  [500, 'oops', 'It answered 500.'],
  [200, 'not json', 'Its answer is of another version.'],
  [200, { here: 7 }, 'Its answer is of another version.'],
  [302, '', 'It cannot be reached.'],
])('%i %j is supply_away', async (code, body, detail) => {
  const { call } = await answering(code, body);
  await expect(call(status, schema)).rejects.toMatchObject({ code: 'supply_away', detail });
});

it('waits no longer than it was told', async () => {
  const { call } = await opened((_request, response) => void response.write('{'));
  const asked = call({ ...status, timeoutMs: 20 }, schema);
  await expect(asked).rejects.toMatchObject({ code: 'supply_away', detail: 'It did not answer in time.' });
});

it.each(['api_key_invalid', 'auth_throttled'])('takes %s for a supply that has not followed yet', async (code) => {
  const { call } = await answering(429, { type: 't', title: 't', status: 429, code, recovery: 'r' });
  await expect(call(status, schema)).rejects.toMatchObject({
    code: 'supply_away',
    detail: 'It does not know this control yet.',
  });
});

it('hands on an answer of any length as it comes, or why there is none', async () => {
  const pieces = ['http://192.0.2.1:80\n', 'http://192.0.2.2:80\n'];
  const good = await opened((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  const { type, body } = await good.stream({ method: 'GET', path: '/get-proxy' });
  expect([type, (await body.toArray()).map(String).join('')]).toEqual(['text/plain; charset=utf-8', pieces.join('')]);
  const bad = await answering(500, 'oops');
  await expect(bad.stream({ method: 'GET', path: '/get-proxy' })).rejects.toMatchObject({ code: 'supply_away' });
});

it('lets go of supply when nobody reads on', async () => {
  const ended = Promise.withResolvers<void>();
  const { stream } = await opened((_request, response) => {
    response.once('close', ended.resolve);
    response.write('first');
  });
  const { body } = await stream({ method: 'GET', path: '/get-proxy' });
  for await (const piece of body) {
    expect(String(piece)).toBe('first');
    break;
  }
  await ended.promise;
});

it('says where nothing is', async () => {
  const off = createSupplyApi(() => undefined, 'k');
  await expect(off.call(status, schema)).rejects.toMatchObject({ detail: expect.stringContaining('has it off') });
  const nobody = createSupplyApi(() => 'http://127.0.0.1:1', 'k');
  await expect(nobody.call(status, schema)).rejects.toMatchObject({
    code: 'supply_away',
    detail: expect.stringContaining('cannot be reached'),
  });
});
