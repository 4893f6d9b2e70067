/** The proxies of other makers that Atlantic is put in front of, each open and, where it can, with a login. */
import { startDante } from '../kit/dante.ts';
import { startMicrosocks } from '../kit/microsocks.ts';
import { ensureProgram, type ProgramName } from '../kit/program.ts';
import { startSquid } from '../kit/squid.ts';
import { startTinyproxy } from '../kit/tinyproxy.ts';
import type { UpstreamProxy, UpstreamProxyOptions } from '../kit/upstream-proxy.ts';
import { runProgram, versionOf } from './run-program.ts';

export interface Upstream {
  readonly name: string;
  /** Absent: no upstream proxy, Atlantic connects to the target itself. */
  readonly start?: () => Promise<UpstreamProxy>;
}

const LOGIN: UpstreamProxyOptions = { auth: { username: 'gateway', password: 'password-of-the-upstream' } };

export const UPSTREAMS: readonly Upstream[] = [
  { name: 'direct' },
  { name: 'squid', start: () => startSquid() },
  { name: 'squid+login', start: () => startSquid(LOGIN) },
  { name: 'tinyproxy', start: () => startTinyproxy() },
  { name: 'tinyproxy+login', start: () => startTinyproxy(LOGIN) },
  // Its logins are those of the system's users.
  { name: 'dante', start: () => startDante() },
  { name: 'microsocks', start: () => startMicrosocks() },
  { name: 'microsocks+login', start: () => startMicrosocks(LOGIN) },
];

/** How each says its version; microsocks does not, so its Debian package is asked. */
const VERSION_ARGUMENTS: Partial<Record<ProgramName, readonly string[]>> = {
  squid: ['-v'],
  tinyproxy: ['-v'],
  danted: ['-v'],
};

async function packageVersion(debianPackage: string): Promise<string> {
  const { stdout } = await runProgram('dpkg-query', ['-W', debianPackage]);
  return stdout.toString().trim().split('\t')[1] ?? 'unknown';
}

export async function proxyVersions(): Promise<Readonly<Record<string, string>>> {
  const asked = Object.entries(VERSION_ARGUMENTS).map(async ([name, args]) => {
    return [name, await versionOf(await ensureProgram(name as ProgramName), args)] as const;
  });
  const microsocks = await packageVersion('microsocks').catch(() => 'unknown');
  return { ...Object.fromEntries(await Promise.all(asked)), microsocks };
}
