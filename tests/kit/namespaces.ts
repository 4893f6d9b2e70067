/** Hosts on one machine: network namespaces (network_namespaces(7)) joined by a bridge, each with its own addresses and links. */
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { ensureProgram, findProgram } from './program.ts';

const run = promisify(execFile);
const COMMAND_MILLISECONDS = 10_000;

export interface NetHost {
  readonly name: string;
  /** Its address in the network, 10.77.0.N. */
  readonly address: string;
  /** A command line that runs in this host: program and first arguments, to be put in front. */
  readonly prefix: readonly string[];
  /** Cuts or restores its link to the others. */
  readonly link: (state: 'up' | 'down') => Promise<void>;
}

export interface Network extends AsyncDisposable {
  readonly hosts: readonly NetHost[];
}

/** Why namespaces cannot be made here; undefined when they can. */
export async function namespaceProblem(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'network namespaces need root on Linux';
  const ip = findProgram('ip') ?? (await ensureProgram('ip').catch(() => undefined));
  if (ip === undefined) return 'network namespaces need the program ip (Debian: apt-get install iproute2)';
  const probe = `atl-${randomBytes(3).toString('hex')}`;
  try {
    await run(ip, ['netns', 'add', probe], { timeout: COMMAND_MILLISECONDS });
    await run(ip, ['netns', 'delete', probe], { timeout: COMMAND_MILLISECONDS });
    return undefined;
  } catch (error) {
    return `network namespaces cannot be made here: ${error instanceof Error ? error.message.trim() : 'unknown'}`;
  }
}

/** Makes `count` hosts whose links meet in a namespace that is a switch and nothing else. */
export async function makeNetwork(count: number): Promise<Network> {
  const ip = await ensureProgram('ip');
  const tag = randomBytes(3).toString('hex');
  const made: string[] = [];
  const call = async (...args: readonly string[]) => void (await run(ip, args, { timeout: COMMAND_MILLISECONDS }));
  const addNamespace = async (name: string) => {
    await call('netns', 'add', name);
    made.push(name);
    await call('-n', name, 'link', 'set', 'lo', 'up');
  };
  // A campaign that is interrupted leaves none behind.
  const abandon = () => {
    for (const name of made.splice(0)) spawnSync(ip, ['netns', 'delete', name]);
  };
  process.once('exit', abandon);
  const dispose = async () => {
    process.off('exit', abandon);
    for (const name of made.splice(0)) await call('netns', 'delete', name).catch(() => {});
  };

  const hub = `atl-${tag}-hub`;
  const addHost = async (number: number): Promise<NetHost> => {
    const name = `atl-${tag}-${number}`;
    const address = `10.77.0.${number}`;
    await addNamespace(name);
    await call('link', 'add', 'eth0', 'netns', name, 'type', 'veth', 'peer', 'name', `port${number}`, 'netns', hub);
    await call('-n', hub, 'link', 'set', `port${number}`, 'master', 'bridge', 'up');
    await call('-n', name, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    await call('-n', name, 'link', 'set', 'eth0', 'up');
    return {
      name,
      address,
      prefix: [ip, 'netns', 'exec', name],
      link: (state) => call('-n', hub, 'link', 'set', `port${number}`, state),
    };
  };

  try {
    await addNamespace(hub);
    await call('-n', hub, 'link', 'add', 'bridge', 'type', 'bridge');
    await call('-n', hub, 'link', 'set', 'bridge', 'up');
    const hosts: NetHost[] = [];
    for (let number = 1; number <= count; number += 1) hosts.push(await addHost(number));
    return { hosts, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
