/**
 * OpenSSH (https://www.openssh.com) as an upstream proxy: the local SOCKS port of `ssh -D` speaks SOCKS4, SOCKS4a and
 * SOCKS5. It says yes before the far end is connected, and closes when that fails.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild } from './child.ts';
import { within } from './deadline.ts';
import { temporaryFolder } from './folder.ts';
import { freePort, untilAccepts } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy } from './upstream-proxy.ts';

const READY_SECONDS = 15;
/** Where sshd, started by root, wants an empty folder of its own. */
const PRIVILEGE_FOLDER = '/run/sshd';

export async function startSsh(): Promise<UpstreamProxy> {
  const [sshd, ssh, keygen] = [
    await ensureProgram('sshd'),
    await ensureProgram('ssh'),
    await ensureProgram('ssh-keygen'),
  ];
  const [serverPort, port] = [await freePort(), await freePort()];
  const folder = temporaryFolder('ssh');
  const [host = '', user = '', known = '', file = ''] = ['host', 'user', 'known', 'sshd.conf'].map((name) =>
    join(folder.path, name),
  );
  for (const key of [host, user]) await promisify(execFile)(keygen, ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  writeFileSync(known, `[127.0.0.1]:${serverPort} ${readFileSync(`${host}.pub`, 'utf8')}`);
  const lines = [
    `ListenAddress 127.0.0.1:${serverPort}`,
    `HostKey ${host}`,
    `AuthorizedKeysFile ${user}.pub`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin prohibit-password',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  if (process.getuid?.() === 0 && !existsSync(PRIVILEGE_FOLDER)) mkdirSync(PRIVILEGE_FOLDER, { mode: 0o755 });
  const server = startChild(sshd, ['-D', '-e', '-f', file]);
  try {
    await within(READY_SECONDS, 'sshd', untilAccepts(serverPort, AbortSignal.timeout(READY_SECONDS * 1000)));
    const options = [`UserKnownHostsFile=${known}`, 'StrictHostKeyChecking=yes', 'BatchMode=yes'].flatMap((one) => [
      '-o',
      one,
    ]);
    const to = ['-p', String(serverPort), `${userInfo().username}@127.0.0.1`];
    const args = ['-F', 'none', '-N', '-D', `127.0.0.1:${port}`, '-i', user, ...options, ...to];
    const client = await startProxyProgram(ssh, args, { folder, port, scheme: 'socks5h' }, {});
    return {
      ...client,
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
    throw error;
  }
}
