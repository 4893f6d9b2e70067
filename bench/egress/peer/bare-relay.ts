import { join } from 'node:path';
import { startChild } from '@atlantic/tests/kit/child.ts';
import { firstLine } from '../first-line.ts';
import type { Peer } from './peer.ts';

const PROGRAM = join(import.meta.dirname, 'bare-relay-server.ts');
const START_SECONDS = 10;

/** What the runtime itself costs: no proxy in Node can be faster by the same sockets. */
export const bareRelay: Peer = {
  id: 'bare-relay',
  title: 'bare relay of Node',
  settings: 'reads a head, connects and pipes; no authentication, no counting, no deadlines, one process',
  pinned: true,
  version: async () => process.versions.node,
  async start() {
    const child = startChild(process.execPath, [PROGRAM]);
    const end = () => child[Symbol.asyncDispose]();
    try {
      const port = Number(await firstLine(child, 'the bare relay', START_SECONDS));
      return { way: { port, proxied: true }, pid: child.pid, [Symbol.asyncDispose]: end };
    } catch (error) {
      await end();
      throw error;
    }
  },
};
