/**
 * Dante (https://www.inet.no/dante/) as an upstream proxy: CONNECT of SOCKS5 and SOCKS4 on one port, names
 * resolved by it. It is open to every client, since its passwords are those of the system's users, and tests make none.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy } from './upstream-proxy.ts';

export interface DanteOptions {
  /** The only port that its rules deny. */
  readonly deniedPort?: number;
  /** The local address it reaches targets from; absent means 127.0.0.1. */
  readonly from?: string;
}

const ANYWHERE = 'from: 0.0.0.0/0 to: 0.0.0.0/0';

export async function startDante({ deniedPort, from = '127.0.0.1' }: DanteOptions = {}): Promise<UpstreamProxy> {
  const program = await ensureProgram('danted');
  const port = await freePort();
  const folder = temporaryFolder('dante');
  const file = join(folder.path, 'danted.conf');
  const denied = deniedPort === undefined ? [] : [`socks block { ${ANYWHERE} port = ${deniedPort} }`];
  const lines = [
    'logoutput: stderr',
    `internal: 127.0.0.1 port = ${port}`,
    `external: ${from}`,
    'clientmethod: none',
    'socksmethod: none',
    `client pass { ${ANYWHERE} }`,
    ...denied,
    `socks pass { ${ANYWHERE} }`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const place = { folder, port, scheme: 'socks5h' as const };
  return startProxyProgram(program, ['-f', file, '-p', join(folder.path, 'pid'), '-N', '1'], place, {});
}
