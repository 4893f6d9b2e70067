/**
 * Holds the snapshot that planes are to follow, and makes a new version when something changed.
 *
 * Publications run one after the other, each from what is committed when it starts, so a later version never holds
 * older content.
 */
import { type Manifest, PARTS_OF, PLANE_KINDS, type PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { Parts } from './parts.ts';

/** Parts kept for planes that are still fetching what a replaced manifest named. */
const KEPT_PARTS = 16;

export interface PublisherOptions {
  /** The parts as they are now. */
  build: () => Promise<Parts>;
  /** Keeps the version for the next start, before any plane hears of it. */
  saveVersion: (version: number) => Promise<void>;
  /** The version before this start; the first publication goes above it. */
  lastVersion: number;
  /** Tells every open stream; resolves when the planes have taken it over, or were given the time to. */
  announce: (manifest: Manifest) => Promise<void>;
}

export interface Publisher {
  manifest(): Manifest;
  /** The text of a part of this or of a recent snapshot, if planes of this kind may have it. */
  part(digest: string, kind: PlaneKind): string | undefined;
  /** Publishes what changed, if anything did; resolves when it has been announced. Rejects when the database fails. */
  publish(): Promise<void>;
}

const digestsOf = (parts: Parts): Manifest['parts'] => ({
  egress: parts.egress.digest,
  accounts: parts.accounts.digest,
  credentials: parts.credentials.digest,
  pools: parts.pools.digest,
  routes: parts.routes.digest,
  ...(parts.supply && { supply: parts.supply.digest }),
});

const sameDigests = (a: Manifest['parts'], b: Manifest['parts']): boolean =>
  PLANE_KINDS.every((kind) => PARTS_OF[kind].every((name) => a[name] === b[name]));

/** Publishes the first snapshot of this process and returns the publisher. */
export async function createPublisher(options: PublisherOptions): Promise<Publisher> {
  const texts = new Map<string, { readonly text: string; readonly kind: PlaneKind }>();
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  function keep(parts: Parts): void {
    for (const kind of PLANE_KINDS) {
      for (const name of PARTS_OF[kind]) {
        const part = parts[name];
        if (!part) continue;
        texts.delete(part.digest);
        texts.set(part.digest, { text: part.text, kind });
      }
    }
    for (const digest of texts.keys()) {
      if (texts.size <= KEPT_PARTS) return;
      texts.delete(digest);
    }
  }

  async function makeVersion(version: number, before?: Manifest): Promise<Manifest> {
    const parts = await options.build();
    const digests = digestsOf(parts);
    if (before && sameDigests(before.parts, digests)) return before;
    await options.saveVersion(version);
    keep(parts);
    return { version, parts: digests };
  }

  let current = await makeVersion(options.lastVersion + 1);

  async function afterRunning(): Promise<void> {
    await running?.catch(() => {});
    running = waiting;
    waiting = undefined;
    const next = await makeVersion(current.version + 1, current);
    if (next === current) return;
    // First current, then announced: a stream that opens in between must not begin with the old manifest.
    current = next;
    await options.announce(next);
  }

  return {
    manifest: () => current,
    part(digest, kind) {
      const found = texts.get(digest);
      return found?.kind === kind ? found.text : undefined;
    },
    publish() {
      waiting ??= afterRunning();
      return waiting;
    },
  };
}
