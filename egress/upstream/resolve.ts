/** Names to addresses: what is remembered, else what is found out, with a deadline and errors of the catalogue. */
import { isIP } from 'node:net';
import { type DnsSettings, dnsSettingsSchema } from '@atlantic/contract/dns-settings.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';
import type { Answer } from './dns/answer.ts';
import { type Ask, askOwn, askServers, askSystem } from './dns/ask.ts';
import { createDnsCache } from './dns/cache.ts';
import { SYSTEM_PATHS, type SystemFiles, watchSystemFiles } from './dns/watched-files.ts';

/** Every address of `host`, in the order in which they should be tried. Rejects with `dns_error` or `dns_timeout`. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface Names {
  resolve: Resolve;
  /** Takes over changed settings, and forgets what was found out under others. */
  configure(settings: DnsSettings | undefined): void;
  /** Names that are remembered now, and questions put so far. */
  figures(): { namesKept: number; namesAsked: number };
}

/** What names are found out with. */
export interface NameSources {
  files: SystemFiles;
  system: Ask;
  servers: (addresses: readonly string[], files: SystemFiles) => Ask;
  platform: NodeJS.Platform;
}

const newSources = (now: () => number): NameSources => ({
  files: watchSystemFiles(SYSTEM_PATHS, process.platform !== 'linux', now),
  system: askSystem,
  servers: askServers,
  platform: process.platform,
});

const DEFAULTS = dnsSettingsSchema.parse({});
const LATE: Answer = { kind: 'failed', cause: new Error('nobody answered in time') };

/** What comes first: the answer, or `late` when the time is over. */
async function within(milliseconds: number, asking: Promise<Answer>, late: Answer): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds);
  });
  try {
    return await Promise.race([asking, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function addressesOf(answer: Answer): readonly string[] {
  if (answer.kind === 'addresses') return answer.addresses;
  throw new AtlanticError(answer.kind === 'none' ? 'dns_error' : 'dns_timeout', { cause: answer.cause });
}

/** `now` in milliseconds; only differences count. */
export function createNames(now: () => number, sources: NameSources = newSources(now)): Names {
  const { files, system, servers, platform } = sources;

  const begin = (settings: DnsSettings) => {
    const { resolver = platform === 'linux' ? 'own' : 'system' } = settings;
    const own = resolver === 'own';
    return {
      settings: JSON.stringify(settings),
      usesFiles: own,
      ask: own ? askOwn(servers(settings.servers, files), system, files) : system,
      cache: createDnsCache(settings, now),
      /** Under way, by name: however many ask, it is one question. */
      questions: new Map<string, Promise<Answer>>(),
    };
  };
  let current = begin(DEFAULTS);
  let namesAsked = 0;

  const question = (host: string): Promise<Answer> => {
    const { ask, cache, questions } = current;
    const before = questions.get(host);
    if (before) return before;
    namesAsked += 1;
    const asking = within(LIMITS.resolveMs, ask(host), LATE).then((answer) => {
      questions.delete(host);
      const kept =
        answer.kind === 'addresses' ? { ...answer, addresses: answer.addresses.slice(0, LIMITS.dnsAddresses) } : answer;
      cache.keep(host, kept);
      return kept;
    });
    questions.set(host, asking);
    return asking;
  };

  return {
    configure(settings = DEFAULTS) {
      if (JSON.stringify(settings) !== current.settings) current = begin(settings);
    },
    figures: () => ({ namesKept: current.cache.size, namesAsked }),
    async resolve(name) {
      if (isIP(name) !== 0) return [name];
      const listed = current.usesFiles ? files.hosts(name) : undefined;
      if (listed) return listed;
      const host = name.toLowerCase();
      if (host.length > LIMITS.dnsName) throw new AtlanticError('dns_error');
      const known = current.cache.look(host);
      if (known.state === 'unknown') return addressesOf(await question(host));
      if (known.state === 'known') {
        if (known.refresh && current.questions.size < LIMITS.dnsRefreshes) void question(host);
        return addressesOf(known.answer);
      }
      const newer = await within(LIMITS.dnsStaleAfterMs, question(host), LATE);
      return addressesOf(newer.kind === 'failed' ? known.answer : newer);
    },
  };
}
