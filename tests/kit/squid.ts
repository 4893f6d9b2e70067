/** Squid (http://www.squid-cache.org) as an upstream proxy: HTTP/1.1, no cache, CONNECT to any port. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy, type UpstreamProxyOptions } from './upstream-proxy.ts';

/** Where distributions keep the program that checks a password file. */
const CHECKERS = ['/usr/lib/squid/basic_ncsa_auth', '/usr/lib64/squid/basic_ncsa_auth'];

const FEW = 384;
const SETTINGS = [
  'visible_hostname localhost',
  'pid_filename none',
  'access_log none',
  'cache_log /dev/null',
  'cache_store_log none',
  'netdb_filename none',
  'pinger_enable off',
  'cache deny all',
  'cache_mem 8 MB',
  'shutdown_lifetime 0 seconds',
];

/** A connection of a client needs one of the target besides; squid keeps some for itself. */
const descriptorsFor = (connections: number): number => 2 * connections + 256;

/** The lines that let in only this user. basic_ncsa_auth(8) takes the plain MD5 of a password, in hexadecimal. */
function authLines(folder: string, { username, password }: NonNullable<UpstreamProxyOptions['auth']>): string[] {
  const checker = CHECKERS.find((path) => existsSync(path));
  if (!checker) throw new Error(`squid has no basic_ncsa_auth in ${CHECKERS.join(' or ')}`);
  const file = join(folder, 'passwords');
  writeFileSync(file, `${username}:${createHash('md5').update(password).digest('hex')}\n`);
  return [
    `auth_param basic program ${checker} ${file}`,
    'auth_param basic children 1',
    'auth_param basic realm upstream',
    'acl known proxy_auth REQUIRED',
    'http_access allow known',
    'http_access deny all',
  ];
}

export async function startSquid(options: UpstreamProxyOptions = {}): Promise<UpstreamProxy> {
  const program = await ensureProgram('squid');
  const port = await freePort();
  const folder = temporaryFolder('squid');
  // Started by root, squid and its password checker run as another user, who must be able to read these files.
  chmodSync(folder.path, 0o755);
  const file = join(folder.path, 'squid.conf');
  const access = options.auth ? authLines(folder.path, options.auth) : ['http_access allow all'];
  const descriptors = `max_filedescriptors ${descriptorsFor(options.connections ?? FEW)}`;
  const from = options.from === undefined ? [] : [`tcp_outgoing_address ${options.from}`];
  const more = [...from, ...(options.lines ?? [])];
  const lines = [`http_port 127.0.0.1:${port}`, descriptors, ...SETTINGS, ...more, ...access];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return startProxyProgram(program, ['-N', '-d', '1', '-f', file], { folder, port }, options);
}
