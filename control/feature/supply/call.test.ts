import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { supplyCall } from './call.ts';

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
  return supplyCall(() => `http://127.0.0.1:${port}`, 'atl_s_key');
}

const answering = (code: number, body: unknown) =>
  opened((_request, response) => response.writeHead(code).end(typeof body === 'string' ? body : JSON.stringify(body)));

it('asks with the key, and gives what the schema has', async () => {
  const asked: unknown[] = [];
  const call = await opened(async (request, response) => {
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
  const call = await answering(404, problem);
  await expect(call(status, schema)).rejects.toMatchObject({ code: 'not_found', detail: 'No such proxy.' });
});

it.each([
  [401, '', 'It does not know this control yet.'],
  [500, 'oops', 'It answered 500.'],
  [200, 'not json', 'Its answer is of another version.'],
  [200, { here: 7 }, 'Its answer is of another version.'],
  [302, '', 'It cannot be reached.'],
])('%i %j is supply_away', async (code, body, detail) => {
  const call = await answering(code, body);
  await expect(call(status, schema)).rejects.toMatchObject({ code: 'supply_away', detail });
});

it('waits no longer than it was told', async () => {
  const call = await opened((_request, response) => void response.write('{'));
  const asked = call({ ...status, timeoutMs: 20 }, schema);
  await expect(asked).rejects.toMatchObject({ code: 'supply_away', detail: 'It did not answer in time.' });
});

it('says where nothing is', async () => {
  const off = supplyCall(() => undefined, 'k');
  await expect(off(status, schema)).rejects.toMatchObject({ detail: 'The configuration has it off (supply.enabled).' });
  const nobody = supplyCall(() => 'http://127.0.0.1:1', 'k');
  await expect(nobody(status, schema)).rejects.toMatchObject({
    code: 'supply_away',
    detail: expect.stringContaining('cannot be reached'),
  });
});
