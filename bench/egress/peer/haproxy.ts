/** HAProxy (https://www.haproxy.org) in TCP mode. It is no forward proxy: it leads every connection to the one origin. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { freePort } from '@atlantic/tests/kit/port.ts';
import { ensureProgram } from '@atlantic/tests/kit/program.ts';
import { startProxyProgram } from '@atlantic/tests/kit/upstream-proxy.ts';
import type { Peer } from './peer.ts';
import { programVersion } from './program-version.ts';

const configuration = (port: number, originPort: number, connections: number): string => `
global
  nbthread 1
  maxconn ${2 * connections}
defaults
  mode tcp
  timeout connect 10s
  timeout client 5m
  timeout server 5m
listen relay
  bind 127.0.0.1:${port}
  maxconn ${2 * connections}
  server origin 127.0.0.1:${originPort}
`;

export const haproxy: Peer = {
  id: 'haproxy',
  title: 'HAProxy, TCP mode',
  settings: 'reads no request and asks nobody who he is: octets to one origin, one thread',
  pinned: true,
  version: async () => programVersion(await ensureProgram('haproxy'), '-v'),
  async start({ originPort, connections }) {
    const program = await ensureProgram('haproxy');
    const port = await freePort();
    const folder = temporaryFolder('haproxy');
    const file = join(folder.path, 'haproxy.cfg');
    writeFileSync(file, configuration(port, originPort, connections));
    const running = await startProxyProgram(program, ['-db', '-f', file], { folder, port }, {});
    return { way: { port, proxied: false }, pid: running.pid, [Symbol.asyncDispose]: running[Symbol.asyncDispose] };
  },
};
