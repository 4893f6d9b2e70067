import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { accepts, freePort, untilAccepts } from './port.ts';

it('finds a port that nobody holds and that can be taken', async () => {
  const port = await freePort();
  expect(await accepts(port)).toBe(false);

  const ready = untilAccepts(port, AbortSignal.timeout(10_000));
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await ready;
  expect(await accepts(port)).toBe(true);
  server.close();
});

it('stops waiting when told', async () => {
  const port = await freePort();
  await untilAccepts(port, AbortSignal.abort());
  expect(await accepts(port)).toBe(false);
});
