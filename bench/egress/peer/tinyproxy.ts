import { ensureProgram } from '@atlantic/tests/kit/program.ts';
import { startTinyproxy } from '@atlantic/tests/kit/tinyproxy.ts';
import type { Peer } from './peer.ts';
import { programVersion } from './program-version.ts';

export const tinyproxy: Peer = {
  id: 'tinyproxy',
  title: 'tinyproxy',
  settings: 'no authentication; a thread for each connection, and one request on each',
  pinned: true,
  version: async () => programVersion(await ensureProgram('tinyproxy'), '-v'),
  async start({ connections }) {
    const { port, pid, [Symbol.asyncDispose]: end } = await startTinyproxy({ connections });
    return { way: { port, proxied: true }, pid, [Symbol.asyncDispose]: end };
  },
};
