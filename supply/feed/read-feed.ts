/** One feed from its source to candidates, and what came of it. Whatever goes wrong is in its report and nowhere else. */
import { createHash } from 'node:crypto';
import type { Feed, FeedReport } from '@atlantic/contract/supply/feed.ts';
import { createAdmission } from './admission.ts';
import type { Candidates } from './candidates.ts';
import { FeedFailure } from './feed-failure.ts';
import { asFailure, fetchFeed } from './fetch-feed.ts';
import type { ResolveHost } from './judged-address.ts';
import type { BodyWriter, KeptBodies, KeptBody } from './kept-bodies.ts';
import { readFeedFile } from './open-file.ts';
import { createFeedParser } from './parser.ts';
import type { Turns } from './turns.ts';

/** Octets that are parsed, and addresses of ranges that are added, before somebody else has his turn. */
const SLICE = 32_768;
const RANGE_SLICE = 4_096;

export interface ReadOptions {
  readonly candidates: Candidates;
  /** What feeds held when they were read last; undefined: nothing is kept. */
  readonly bodies: KeptBodies | undefined;
  /** `Atlantic/VERSION`. */
  readonly userAgent: string;
  /** Whether proxies at private and special addresses are taken. Where a feed may be fetched from, it says itself. */
  readonly allowPrivate: boolean;
  readonly resolve: ResolveHost;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly turns: Turns;
  readonly signal: AbortSignal;
}

/** Aborts when the caller does, and when the feed has had its time; `clear` lets go of both. */
function deadline(feed: Feed, signal: AbortSignal) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new FeedFailure('timeout')), feed.timeoutSeconds * 1_000);
  const abort = () => controller.abort(new FeedFailure('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}

type Counts = Pick<FeedReport, 'bytes' | 'unchanged' | 'digest' | 'format'>;

/** Reads one feed. Never rejects. */
export async function readFeed(feed: Feed, options: ReadOptions): Promise<FeedReport> {
  const { candidates, now, turns, bodies, allowPrivate } = options;
  const at = now();
  using limit = deadline(feed, options.signal);
  const { signal } = limit;
  const admit = () => createAdmission(candidates, { feed: feed.name, kind: feed.kind, allowPrivate });
  let admission = admit();
  const counts: Counts = { bytes: 0, unchanged: false, format: null };

  /** Parses what comes, and lets `writer` keep it. */
  const take = async (source: AsyncIterable<Buffer>, writer?: BodyWriter) => {
    const parser = createFeedParser(feed.format, admission);
    const hash = createHash('sha256');
    const slice = async (parse: () => void) => {
      let more = await turns.take(() => {
        parse();
        return admission.unfold(RANGE_SLICE);
      });
      while (more) {
        signal.throwIfAborted();
        more = await turns.take(() => admission.unfold(RANGE_SLICE));
      }
    };
    for await (const piece of source) {
      counts.bytes += piece.length;
      hash.update(piece);
      await writer?.write(piece);
      for (let begun = 0; begun < piece.length; begun += SLICE) {
        signal.throwIfAborted();
        await slice(() => parser.push(piece.subarray(begun, begun + SLICE)));
      }
    }
    await slice(() => parser.end());
    const format = parser.format() ?? null;
    if (format === 'binary') throw new FeedFailure('not-a-list', 'it is no text in UTF-8');
    counts.format = format;
    counts.digest = hash.digest('hex');
    const { found, rejected } = admission.counts();
    if (found === 0 && rejected.unreadable !== undefined && Object.keys(rejected).length === 1)
      throw new FeedFailure('not-a-list', 'nothing in it has the form of a proxy');
  };

  const fetchInto = async (url: string, kept: KeptBody | undefined): Promise<void> => {
    const { userAgent, resolve } = options;
    const asked = { userAgent, allowPrivate: feed.allowPrivate, resolve, signal, known: kept?.validators };
    await using fetched = await fetchFeed({ ...feed, url }, asked, at);
    if (fetched.body === undefined && kept) {
      counts.unchanged = true;
      return takeKept(url, kept);
    }
    if (fetched.body === undefined) return;
    const worthKeeping = Object.keys(fetched.validators).length > 0;
    const writer = worthKeeping ? await bodies?.begin(feed, fetched.validators) : undefined;
    try {
      await take(fetched.body, writer);
      await writer?.keep();
    } catch (error) {
      await writer?.abandon();
      throw error;
    }
    if (!worthKeeping) await bodies?.forget(feed);
  };
  const takeKept = async (url: string, kept: KeptBody): Promise<void> => {
    try {
      await take(kept.read());
      counts.bytes = 0;
    } catch (error) {
      if (error instanceof FeedFailure || signal.aborted) throw error;
      // The file is damaged. What was read of it so far is in the feed still, or its owner would have said so.
      await bodies?.forget(feed);
      admission = admit();
      counts.bytes = 0;
      counts.unchanged = false;
      await fetchInto(url, undefined);
    }
  };

  let failure: FeedFailure | undefined;
  try {
    signal.throwIfAborted();
    if (feed.url !== undefined) await fetchInto(feed.url, await bodies?.find(feed));
    else if (feed.file !== undefined) await take(readFeedFile(feed.file, feed.maxBytes));
    else await take(inline(feed.list ?? []));
  } catch (error) {
    failure = asFailure(error, signal);
  }
  const ended = now();
  return {
    feed: feed.name,
    at,
    seconds: Math.max(0, ended - at) / 1_000,
    ...counts,
    problem: failure?.problem ?? null,
    detail: failure?.detail ?? null,
    ...(failure?.retryAfterMs !== undefined && { retryAt: ended + failure.retryAfterMs }),
    ...admission.counts(),
  };
}

async function* inline(list: readonly string[]): AsyncGenerator<Buffer> {
  yield Buffer.from(list.join('\n'));
}
