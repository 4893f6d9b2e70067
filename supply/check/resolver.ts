/** Names of proxies, each looked up once for a while, and not many at the same time. */
import { isIP } from 'node:net';
import { canonicalAddress } from './address.ts';

/** The addresses of a name; rejects or is empty when it has none. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface Resolver {
  /** Calls back with a literal address, or with undefined when there is none; at once for an address. */
  resolve(host: string, done: (address: string | undefined) => void): void;
}

export interface ResolverMeans {
  readonly lookup: Lookup;
  /** Milliseconds; only differences count. */
  now(): number;
}

/** Questions under way. */
const AT_ONCE = 64;
/** Names that are remembered, those without an address too. */
const MOST_KEPT = 20_000;
const KEPT_MS = 300_000;

interface Known {
  readonly address: string | undefined;
  readonly until: number;
}

/** RFC 6761 §6.3: this machine, whatever name servers say. */
const LOCALHOST = /^(?:.+\.)?localhost\.?$/;

export function createResolver({ lookup, now }: ResolverMeans): Resolver {
  /** The oldest first. */
  const known = new Map<string, Known>();
  const asked = new Map<string, ((address: string | undefined) => void)[]>();
  const queue: string[] = [];
  let underWay = 0;

  async function ask(host: string): Promise<void> {
    underWay++;
    const found = await lookup(host).catch(() => []);
    underWay--;
    // IPv4 first: more proxies can be reached by it, and every judge.
    const address = canonicalAddress(found.find((one) => isIP(one) === 4) ?? found[0] ?? '');
    known.delete(host);
    known.set(host, { address, until: now() + KEPT_MS });
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KEPT) break;
      known.delete(oldest);
    }
    const waiting = asked.get(host) ?? [];
    asked.delete(host);
    for (const done of waiting) done(address);
    askNext();
  }

  function askNext(): void {
    if (underWay >= AT_ONCE) return;
    const host = queue.shift();
    if (host !== undefined) void ask(host);
  }

  return {
    resolve(host, done) {
      if (isIP(host) !== 0) return done(canonicalAddress(host));
      if (LOCALHOST.test(host)) return done('127.0.0.1');
      const kept = known.get(host);
      if (kept && kept.until > now()) return done(kept.address);
      const waiting = asked.get(host);
      if (waiting) return void waiting.push(done);
      asked.set(host, [done]);
      queue.push(host);
      askNext();
    },
  };
}
