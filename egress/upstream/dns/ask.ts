/** One question about a name: to the name servers, to the system, or to both in turn. */
import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { LIMITS } from '../../limits.ts';
import type { Answer } from './answer.ts';
import { isSystemName } from './system-files.ts';
import type { SystemFiles } from './watched-files.ts';

/** Never rejects, and ends in its own time; whoever waits has a deadline of his own. */
export type Ask = (host: string) => Promise<Answer>;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Asks getaddrinfo(3), which says nothing of how long an answer holds, in the order of the system's own rules. */
export const askSystem: Ask = async (host) => {
  try {
    const found = await lookup(host, { all: true, order: 'verbatim' });
    return { kind: 'addresses', addresses: found.map(({ address }) => address), ttlMs: undefined };
  } catch (cause) {
    return { kind: codeOf(cause) === 'EAI_AGAIN' ? 'failed' : 'none', cause };
  }
};

/** Has this machine an IPv6 address that is good beyond its own network (2000::/3)? */
const hasGlobalIPv6 = (): boolean =>
  Object.values(networkInterfaces()).some((found = []) =>
    found.some(({ address, internal }) => !internal && isIP(address) === 6 && /^[23]/.test(address)),
  );

/** There is no such name, it has no address of the family, or it cannot be a name at all. */
const NONE = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'EBADQUERY']);

type Records = readonly { readonly address: string; readonly ttl: number }[];

const answerOf = (records: Records): Answer => ({
  kind: 'addresses',
  addresses: records.map(({ address }) => address),
  ttlMs: Math.min(...records.map(({ ttl }) => ttl)) * 1000,
});

async function askFamily(ask: () => Promise<Records>): Promise<Answer> {
  try {
    const records = await ask();
    return records.length > 0 ? answerOf(records) : { kind: 'none' };
  } catch (cause) {
    return { kind: NONE.has(codeOf(cause)) ? 'none' : 'failed', cause };
  }
}

/** Of both families, the better one first. A family that failed is not missed where the other is there. */
function together(first: Answer, second: Answer): Answer {
  if (first.kind === 'addresses' && second.kind === 'addresses') {
    const ttlMs = Math.min(first.ttlMs ?? 0, second.ttlMs ?? 0);
    return { kind: 'addresses', addresses: [...first.addresses, ...second.addresses], ttlMs };
  }
  if (first.kind === 'addresses' || second.kind === 'addresses') return first.kind === 'addresses' ? first : second;
  return first.kind === 'failed' ? first : second;
}

/**
 * Both families at once. When one has answered and the other is late, the one is taken for a moment and the other is
 * heard the next time (RFC 8305 §3).
 */
async function bothFamilies(v4: Promise<Answer>, v6: Promise<Answer>, ipv6First: boolean): Promise<Answer> {
  const both = Promise.all(ipv6First ? [v6, v4] : [v4, v6]).then(([first, second]) => together(first, second));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    const wait = (answer: Answer) => {
      if (answer.kind !== 'addresses') return;
      timer ??= setTimeout(() => resolve({ ...answer, ttlMs: 0 }), LIMITS.dnsSecondFamilyMs);
    };
    void v4.then(wait);
    void v6.then(wait);
  });
  try {
    return await Promise.race([both, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks name servers: `servers`, or those of the system, which may change. */
export function askServers(servers: readonly string[], files: Pick<SystemFiles, 'version'>): Ask {
  const create = () => {
    const resolver = new Resolver({ timeout: LIMITS.dnsTryMs, tries: LIMITS.dnsTries });
    if (servers.length > 0) resolver.setServers(servers);
    return resolver;
  };
  let version = files.version();
  let resolver = create();
  return (host) => {
    if (files.version() !== version) {
      version = files.version();
      resolver = create();
    }
    return bothFamilies(
      askFamily(() => resolver.resolve4(host, { ttl: true })),
      askFamily(() => resolver.resolve6(host, { ttl: true })),
      hasGlobalIPv6(),
    );
  };
}

/**
 * Asks the name servers, and the system where it may know what they do not: names without a dot or of the own network,
 * and, where its files say so, names that the name servers do not know.
 */
export function askOwn(servers: Ask, system: Ask, files: Pick<SystemFiles, 'mayKnowMore'>): Ask {
  return async (host) => {
    if (isSystemName(host)) return system(host);
    const answer = await servers(host);
    return answer.kind === 'none' && files.mayKnowMore() ? system(host) : answer;
  };
}
