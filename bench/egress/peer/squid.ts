import { ensureProgram } from '@atlantic/tests/kit/program.ts';
import { startSquid } from '@atlantic/tests/kit/squid.ts';
import type { Peer } from './peer.ts';
import { programVersion } from './program-version.ts';

export const squid: Peer = {
  id: 'squid',
  title: 'squid',
  settings: 'no cache, no access log, no authentication, one process',
  pinned: true,
  version: async () => programVersion(await ensureProgram('squid'), '-v'),
  async start({ connections }) {
    const { port, pid, [Symbol.asyncDispose]: end } = await startSquid({ connections });
    return { way: { port, proxied: true }, pid, [Symbol.asyncDispose]: end };
  },
};
