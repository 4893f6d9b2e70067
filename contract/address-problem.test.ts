import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { addressProblem } from './address-problem.ts';

it('finds nothing wrong with a free address, and leaves it free', async () => {
  expect(await addressProblem({ host: '127.0.0.1', port: 0 })).toBeUndefined();
});

it('says what is wrong with others', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await addressProblem({ host: '127.0.0.1', port })).toBe('is already in use by another program');
  expect(await addressProblem({ host: '192.0.2.1', port: 0 })).toBe('is not an address of this machine');
});
