/** tinyproxy (https://tinyproxy.github.io) as an upstream proxy: HTTP/1.0 towards its clients, CONNECT to any port. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy, type UpstreamProxyOptions } from './upstream-proxy.ts';

const FEW = 200;

export async function startTinyproxy(options: UpstreamProxyOptions = {}): Promise<UpstreamProxy> {
  const program = await ensureProgram('tinyproxy');
  const port = options.port ?? (await freePort());
  const folder = temporaryFolder('tinyproxy');
  const file = join(folder.path, 'tinyproxy.conf');
  // Without a ConnectPort line, tinyproxy.conf(5) allows CONNECT to every port.
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.0/8',
    `MaxClients ${options.connections ?? FEW}`,
    'Timeout 60',
    'LogLevel Error',
  ];
  const auth = options.auth ? [`BasicAuth ${options.auth.username} ${options.auth.password}`] : [];
  const from = options.from === undefined ? [] : [`Bind ${options.from}`];
  writeFileSync(file, `${[...lines, ...auth, ...from, ...(options.lines ?? [])].join('\n')}\n`);
  return startProxyProgram(program, ['-d', '-c', file], { folder, port }, options);
}
