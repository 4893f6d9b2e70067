import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { send } from './send.ts';

const LIMITS = { stallMs: 10_000, wholeMs: 10_000 };
let server: Server | undefined;
afterEach(() => void server?.close());

/** A server that gives this answer, and when the last one was sent or given up. */
async function serverOf(answer: Answer, limits = LIMITS) {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  server = createServer((_request, response) => void send(response, answer, true, limits).then(resolve));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, done };
}

function* without(end: { made: number }): Generator<string> {
  for (;;) {
    end.made++;
    yield 'x'.repeat(65_536);
  }
}

it('sends a string with its length, and headers of its own', async () => {
  const answer = { status: 200, type: 'text/plain', body: 'Größe', headers: ['Retry-After', '3'] };
  const { port } = await serverOf(answer);
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect([response.headers.get('content-length'), response.headers.get('retry-after')]).toEqual(['7', '3']);
  expect(await response.text()).toBe('Größe');
});

it('sends pieces, chunked where the length is not known', async () => {
  const pieces = ['a'.repeat(100_000), 'b'.repeat(100_000)];
  const known = await serverOf({ status: 200, type: 'text/plain', body: { octets: 200_000, pieces } });
  const response = await fetch(`http://127.0.0.1:${known.port}/`);
  expect(response.headers.get('content-length')).toBe('200000');
  expect(await response.text()).toBe(pieces.join(''));
  await known.done;
  server?.close();
  const unknown = await serverOf({ status: 200, type: 'text/plain', body: { octets: undefined, pieces } });
  const chunked = await fetch(`http://127.0.0.1:${unknown.port}/`);
  expect(chunked.headers.get('transfer-encoding')).toBe('chunked');
  expect(await chunked.text()).toBe(pieces.join(''));
});

it.each([
  ['takes nothing any more', { stallMs: 60, wholeMs: 10_000 }],
  ['takes too long for all of it', { stallMs: 10_000, wholeMs: 60 }],
])('makes no more than a client takes, and cuts off one that %s', async (_, limits) => {
  const end = { made: 0 };
  const body = { octets: undefined, pieces: without(end) };
  const { port, done } = await serverOf({ status: 200, type: 'text/plain', body }, limits);
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await done;
  // What the buffers of two sockets hold.
  expect(end.made * 65_536).toBeLessThan(64 * 1024 * 1024);
  socket.resume();
  expect(await text(socket).catch(() => 'reset')).not.toContain('\r\n0\r\n\r\n');
});

it('stops making pieces when the client goes', async () => {
  const end = { made: 0 };
  const body = { octets: undefined, pieces: without(end) };
  const { port, done } = await serverOf({ status: 200, type: 'text/plain', body });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'data');
  socket.destroy();
  await done;
  expect(end.made).toBeGreaterThan(0);
});
