import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.ts';

it('gives a port that can be bound', async () => {
  const server = createServer().listen(await freePort('127.0.0.1'), '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

it('rejects for an address this machine does not have', async () => {
  await expect(freePort('203.0.113.1')).rejects.toThrow('EADDRNOTAVAIL');
});
