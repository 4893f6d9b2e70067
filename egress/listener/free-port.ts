import { createServer } from 'node:net';

/**
 * A port of `host` that is free now. A listener on port 0 gets its port from here once: every worker binds it, also one
 * that comes later, and none may end up on a port of its own.
 */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host, port: 0 }, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has no port');
  return address.port;
}
