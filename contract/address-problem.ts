/** Whether an address of this machine can be had. */
import { createServer } from 'node:net';
import type { Bind } from './config/bind.ts';

const REASONS: Record<string, string> = {
  EADDRINUSE: 'is already in use by another program',
  EACCES: 'is not open to this user; ports below 1024 need more rights',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'is not a host name that can be resolved',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Binds the address and lets go of it at once. What is wrong with it, as the rest of a sentence, or undefined. */
export function addressProblem({ host, port }: Bind): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => {
      const code = codeOf(error);
      resolve(REASONS[code] ?? `cannot be bound (${code})`);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
