/** The system's files about names as they are now: looked at while names are looked up, so that nothing runs meanwhile. */
import { readFileSync, statSync } from 'node:fs';
import { canonicalHost } from '@atlantic/contract/host-pattern.ts';
import { LIMITS } from '../../limits.ts';
import { mayKnowMore, readHosts } from './system-files.ts';

export interface SystemFiles {
  /** Addresses by the hosts file; undefined when the name is not in it. */
  hosts(name: string): readonly string[] | undefined;
  /** May the system know a name that the name servers do not? */
  mayKnowMore(): boolean;
  /** Grows by one whenever one of the files has changed. */
  version(): number;
}

export const SYSTEM_PATHS = {
  hosts: '/etc/hosts',
  resolv: '/etc/resolv.conf',
  nsswitch: '/etc/nsswitch.conf',
} as const;
export type SystemPaths = Readonly<Record<keyof typeof SYSTEM_PATHS, string>>;

/** Empty where there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : '';
}

/** `elsewhere`: this system keeps what it knows in other places too, so it may always know more. `now` in milliseconds. */
export function watchSystemFiles(
  { hosts: hostsPath, resolv, nsswitch }: SystemPaths,
  elsewhere: boolean,
  now: () => number,
): SystemFiles {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let stamp: string | undefined;
  let version = 0;
  let hosts: ReturnType<typeof readHosts> = new Map();
  let more = true;

  const look = () => {
    if (now() - lookedAt < LIMITS.dnsFilesMs) return;
    lookedAt = now();
    const stampNow = [hostsPath, resolv, nsswitch].map(stampOf).join();
    if (stampNow === stamp) return;
    stamp = stampNow;
    version += 1;
    hosts = readHosts(textOf(hostsPath));
    more = elsewhere || mayKnowMore(textOf(resolv), textOf(nsswitch));
  };
  return {
    hosts(name) {
      look();
      return hosts.get(canonicalHost(name));
    },
    mayKnowMore() {
      look();
      return more;
    },
    version() {
      look();
      return version;
    },
  };
}
