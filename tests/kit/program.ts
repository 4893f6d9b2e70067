/**
 * Programs of the operating system that tests talk to. A program that is not there is installed where that can be done
 * without asking anybody (root on Debian); everywhere else the error says what to install.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Each program and the Debian package that holds it. */
const PACKAGES = {
  ab: 'apache2-utils',
  chromium: 'chromium',
  curl: 'curl',
  danted: 'dante-server',
  git: 'git',
  h2load: 'nghttp2-client',
  haproxy: 'haproxy',
  ip: 'iproute2',
  java: 'default-jdk-headless',
  microsocks: 'microsocks',
  nft: 'nftables',
  dumpcap: 'wireshark-common',
  openssl: 'openssl',
  psql: 'postgresql-client',
  python3: 'python3',
  'redis-cli': 'redis-tools',
  'redis-server': 'redis-server',
  slowhttptest: 'slowhttptest',
  squid: 'squid',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  sshd: 'openssh-server',
  stunnel4: 'stunnel4',
  tinyproxy: 'tinyproxy-bin',
  tshark: 'tshark',
  wget: 'wget',
  wrk: 'wrk',
} as const;
export type ProgramName = keyof typeof PACKAGES;

/** Debian starts a service when its package is installed, unless this file says 101: action forbidden (invoke-rc.d(8)). */
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const POLICY = '#!/bin/sh\nexit 101\n';
const INSTALL_MILLISECONDS = 180_000;

const run = promisify(execFile);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The absolute path of a program on PATH or in the system's own folders; undefined when there is none. */
export function findProgram(name: string, path = process.env.PATH ?? ''): string | undefined {
  const folders = [...path.split(delimiter).filter(Boolean), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Puts the policy file in place unless there is one; the result takes away only what this call made. */
function holdServices(): Disposable {
  try {
    writeFileSync(POLICY_FILE, POLICY, { mode: 0o755, flag: 'wx' });
  } catch {
    return { [Symbol.dispose]: () => {} };
  }
  return { [Symbol.dispose]: () => rmSync(POLICY_FILE, { force: true }) };
}

async function install(debianPackage: string, aptGet: string): Promise<void> {
  using _services = holdServices();
  const options = { timeout: INSTALL_MILLISECONDS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run(aptGet, ['update', '-qq'], options);
  await run(aptGet, ['install', '-y', '-qq', '--no-install-recommends', debianPackage], options);
}

/** Installs what a test needs where nobody must be asked. Throws an Error that says what to install by hand. */
export async function installPackage(
  debianPackage: string,
  what: string,
  path = process.env.PATH ?? '',
): Promise<void> {
  const advice = `${what} is needed by this test: install it (Debian: apt-get install ${debianPackage})`;
  const aptGet = findProgram('apt-get', path);
  if (process.getuid?.() !== 0 || !aptGet) throw new Error(advice);
  await install(debianPackage, aptGet).catch((cause: unknown) => {
    throw new Error(advice, { cause });
  });
}

/** The absolute path of `name`, installed first if need be. Throws an Error that says what to install. */
export async function ensureProgram(name: ProgramName, path = process.env.PATH ?? ''): Promise<string> {
  const found = findProgram(name, path);
  if (found) return found;
  await installPackage(PACKAGES[name], name, path);
  const installed = findProgram(name, path);
  if (!installed) throw new Error(`${name} is not where its package ${PACKAGES[name]} was to put it`);
  return installed;
}
