/**
 * The store in Redis: keys that begin with `atlantic:supply:`. What is kept through a crash of Redis itself is as its own
 * `appendonly` says, and it must not be told to evict keys.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import { createClient } from 'redis';
import { entryText, readEntry, readRun, runText } from './entry-text.ts';
import { within } from './in-turn.ts';
import {
  headerText,
  leftOutSentence,
  readHeader,
  readParts,
  SnapshotDamaged,
  type SnapshotHeader,
  writeParts,
} from './snapshot-text.ts';
import type { SupplySnapshot, SupplyStore } from './store.ts';

/** For a connection, and for each command. */
const DEADLINE_SECONDS = 10;
/** Between attempts to connect again: so much more after each, up to the longest. */
const RECONNECT_MS = 100;
const LONGEST_RECONNECT_MS = 3_000;
/** Fields in one command. */
const FIELDS_AT_ONCE = 1_000;
/** Parts whose header never came go by themselves: their writer died. */
const ORPHAN_SECONDS = 3_600;

const PREFIX = 'atlantic:supply:';
const KEYS = {
  /** Headers: of the newest snapshot, and of the one before it. */
  current: `${PREFIX}current`,
  previous: `${PREFIX}previous`,
  history: `${PREFIX}history`,
  /** Reports by id, and the ids in the order of their saving. */
  runs: `${PREFIX}runs`,
  runOrder: `${PREFIX}run-order`,
} as const;

/** A list of parts, named by its content, and the one that is being written. */
const partsKey = (sha256: string): string => `${PREFIX}parts:${sha256}`;
const NEXT_PARTS = `${PREFIX}next-parts`;

async function connectTo(url: string) {
  let connected = false;
  const client = createClient({
    url,
    // While there is no connection, commands fail at once and are not collected.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: DEADLINE_SECONDS * 1_000,
      reconnectStrategy: (attempts) => connected && Math.min(attempts * RECONNECT_MS, LONGEST_RECONNECT_MS),
    },
  });
  // Each call says by itself that there is no connection.
  client.on('error', () => {});
  try {
    await within(DEADLINE_SECONDS, 'the connection to Redis', client.connect());
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  }
  connected = true;
  return client;
}

/** Rejects when Redis cannot be reached. */
export async function openRedisStore(url: string): Promise<SupplyStore> {
  const client = await connectTo(url);
  const soon = <T>(work: Promise<T>): Promise<T> => within(DEADLINE_SECONDS, 'a command of Redis', work);

  /** The header that lies at `key`; undefined where there is none, or it is damaged. */
  async function headerAt(key: string): Promise<SnapshotHeader | undefined> {
    const text = await soon(client.get(key));
    try {
      return text === null ? undefined : readHeader(text);
    } catch {
      return undefined;
    }
  }

  async function* readList(key: string): AsyncGenerator<string> {
    for (let number = 0; ; number++) {
      const part = await soon(client.lIndex(key, number));
      if (part === null) return;
      yield part;
    }
  }

  async function writeList(snapshot: SupplySnapshot): Promise<SnapshotHeader> {
    await soon(client.del(NEXT_PARTS));
    // One part without lines, so that the list is there for a snapshot without proxies too.
    await soon(client.rPush(NEXT_PARTS, ''));
    await soon(client.expire(NEXT_PARTS, ORPHAN_SECONDS));
    return writeParts(snapshot, (part) => soon(client.rPush(NEXT_PARTS, part)));
  }

  /** In one step: the new generation is the newest, the newest becomes the one before, and what was before goes. */
  async function advance(header: SnapshotHeader): Promise<void> {
    const [current, previous] = [await headerAt(KEYS.current), await headerAt(KEYS.previous)];
    const again = current === undefined || current.version === header.version;
    const gone = again ? current : previous;
    const step = client.multi();
    if (gone !== undefined) step.del(partsKey(gone.sha256));
    step.rename(NEXT_PARTS, partsKey(header.sha256)).persist(partsKey(header.sha256));
    if (!again) step.set(KEYS.previous, headerText(current));
    step.set(KEYS.current, headerText(header));
    await soon(step.exec());
  }

  return {
    saveSnapshot: async (snapshot) => advance(await writeList(snapshot)),
    async loadSnapshot() {
      const problems: string[] = [];
      for (const key of [KEYS.current, KEYS.previous]) {
        const text = await soon(client.get(key));
        if (text === null) continue;
        try {
          const header = readHeader(text);
          const { snapshot, leftOut } = await readParts(header, readList(partsKey(header.sha256)));
          if (leftOut > 0) problems.push(leftOutSentence(snapshot.version, leftOut));
          return { snapshot, problems };
        } catch (error) {
          if (!(error instanceof SnapshotDamaged)) throw error;
          problems.push(`the snapshot at ${key} is damaged`);
          const header = await headerAt(key);
          await soon(client.del(header === undefined ? [key] : [key, partsKey(header.sha256)]));
        }
      }
      return { snapshot: undefined, problems };
    },
    async saveHistory(changed, forgotten) {
      const step = client.multi();
      for (let at = 0; at < changed.length; at += FIELDS_AT_ONCE) {
        const some = changed.slice(at, at + FIELDS_AT_ONCE);
        step.hSet(
          KEYS.history,
          some.map((entry): [string, string] => [proxyKey(entry.address), entryText(entry)]),
        );
        await turn();
      }
      for (let at = 0; at < forgotten.length; at += FIELDS_AT_ONCE) {
        step.hDel(KEYS.history, forgotten.slice(at, at + FIELDS_AT_ONCE));
      }
      await soon(step.exec());
    },
    async loadHistory(each) {
      let damaged = 0;
      // A scan may name a field twice, which does no harm: it is the same entry (https://redis.io/commands/scan).
      let cursor = '0';
      do {
        const page = await soon(client.hScan(KEYS.history, cursor, { COUNT: FIELDS_AT_ONCE }));
        for (const { value } of page.entries) {
          const entry = readEntry(value);
          if (entry === undefined) damaged += 1;
          else each(entry);
        }
        cursor = page.cursor;
      } while (cursor !== '0');
      return { damaged };
    },
    async saveRun(report) {
      const ids = await soon(client.lRange(KEYS.runOrder, 0, -1));
      const tooMany = ids.filter((id) => id !== report.id).slice(MOST_RUNS - 1);
      const step = client.multi().lRem(KEYS.runOrder, 0, report.id).lPush(KEYS.runOrder, report.id);
      step.hSet(KEYS.runs, report.id, runText(report));
      if (tooMany.length > 0) step.lTrim(KEYS.runOrder, 0, MOST_RUNS - 1).hDel(KEYS.runs, tooMany);
      await soon(step.exec());
    },
    async runs(most) {
      const ids = most > 0 ? await soon(client.lRange(KEYS.runOrder, 0, most - 1)) : [];
      const texts = ids.length > 0 ? await soon(client.hmGet(KEYS.runs, ids)) : [];
      return texts.flatMap((text) => (text === null ? [] : (readRun(text) ?? [])));
    },
    async close() {
      await soon(client.close()).catch(() => client.destroy());
    },
  };
}
