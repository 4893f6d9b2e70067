/** HAProxy (https://www.haproxy.org) as a balancer before the gateway: TCP, with a PROXY header or without one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy } from './upstream-proxy.ts';

/** As its `server` lines have it; `none` sends no header. */
export type ProxyHeader = 'send-proxy' | 'send-proxy-v2' | 'send-proxy-v2 proxy-v2-options crc32c' | 'none';

/** Balances to `port` of this machine. Its own address on the way is 127.0.0.1, like its clients'. */
export async function startHaproxy(port: number, header: ProxyHeader): Promise<UpstreamProxy> {
  const program = await ensureProgram('haproxy');
  const own = await freePort();
  const folder = temporaryFolder('haproxy');
  const file = join(folder.path, 'haproxy.cfg');
  const lines = [
    'defaults',
    '  mode tcp',
    '  timeout connect 5s',
    '  timeout client 60s',
    '  timeout server 60s',
    'listen gateway',
    `  bind 127.0.0.1:${own}`,
    `  server one 127.0.0.1:${port}${header === 'none' ? '' : ` ${header}`}`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return startProxyProgram(program, ['-db', '-f', file], { folder, port: own }, {});
}
