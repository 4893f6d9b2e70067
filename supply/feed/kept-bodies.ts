/**
 * What feeds held when they were last read, kept on disk: when the owner of one says that nothing changed (RFC 9110 §15.4.5),
 * it counts again. One file for each, named by a hash of the feed's name; it may hold passwords, so only its owner reads it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import { z } from 'zod';

/** What an owner tells contents apart by: `ETag` and `Last-Modified`. */
const validatorsSchema = z.object({ etag: z.string().max(1_024).optional(), modified: z.string().max(128).optional() });
export type Validators = z.infer<typeof validatorsSchema>;

/** The first line of a file; behind it is the content, compressed. */
const headSchema = z.object({ about: z.string(), validators: validatorsSchema });
const LONGEST_HEAD = 4_096;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const nameOf = (feed: string): string => `${sha256(feed).slice(0, 32)}.feed`;

/** Whatever decides what its owner answers: with another URL or other headers, what is kept is of another feed. */
const aboutOf = ({ url, headers, userAgent }: Feed): string => sha256(JSON.stringify([url, headers, userAgent]));

export interface KeptBody {
  readonly validators: Validators;
  /** Rejects when the file is damaged. */
  read(): AsyncIterable<Buffer>;
}

/** A content on its way to disk. A disk that fails costs only that it is not kept. */
export interface BodyWriter {
  write(octets: Buffer): Promise<void>;
  /** It is whole: it takes the place of the one before, in one step. */
  keep(): Promise<void>;
  abandon(): Promise<void>;
}

export interface KeptBodies {
  find(feed: Feed): Promise<KeptBody | undefined>;
  begin(feed: Feed, validators: Validators): Promise<BodyWriter>;
  forget(feed: Feed): Promise<void>;
  /** Forgets all but those of these feeds, and what was left half-written. */
  keepOnly(feeds: readonly Feed[]): Promise<void>;
}

async function readHead(file: string): Promise<{ head: z.infer<typeof headSchema>; length: number } | undefined> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEAD), 0, LONGEST_HEAD, 0);
    const length = buffer.subarray(0, bytesRead).indexOf('\n');
    return length < 0
      ? undefined
      : { head: headSchema.parse(JSON.parse(buffer.toString('utf8', 0, length))), length: length + 1 };
  } catch {
    // There is none, or it is damaged: then the feed is read anew.
    return undefined;
  }
}

async function* contentOf(file: string, start: number): AsyncGenerator<Buffer> {
  const unzipped = createGunzip();
  const reading = pipeline(createReadStream(file, { start }), unzipped);
  // What went wrong is told by the stream that is read.
  reading.catch(() => {});
  yield* unzipped;
}

async function createWriter(file: string, head: string): Promise<BodyWriter> {
  const next = `${file}.${randomUUID()}.next`;
  const zipped = createGzip({ level: constants.Z_BEST_SPEED });
  const out = createWriteStream(next, { mode: 0o600, flush: true });
  out.write(head);
  let failed = false;
  const writing = pipeline(zipped, out).catch(() => {
    failed = true;
  });
  return {
    async write(octets) {
      if (failed || zipped.write(octets)) return;
      // Either may come first, and one of them does.
      await Promise.race([new Promise((resolve) => zipped.once('drain', resolve)), writing]);
    },
    async keep() {
      zipped.end();
      await writing;
      await (failed ? rm(next, { force: true }) : rename(next, file)).catch(() => {});
    },
    async abandon() {
      zipped.destroy();
      await writing;
      await rm(next, { force: true }).catch(() => {});
    },
  };
}

/** `folder` is made when it is not there. */
export function createKeptBodies(folder: string): KeptBodies {
  const fileOf = ({ name }: Feed) => join(folder, nameOf(name));
  return {
    async find(feed) {
      const file = fileOf(feed);
      const found = await readHead(file);
      if (found === undefined || found.head.about !== aboutOf(feed)) return undefined;
      return { validators: found.head.validators, read: () => contentOf(file, found.length) };
    },
    async begin(feed, validators) {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {});
      return createWriter(fileOf(feed), `${JSON.stringify({ about: aboutOf(feed), validators })}\n`);
    },
    forget: (feed) => rm(fileOf(feed), { force: true }).catch(() => {}),
    async keepOnly(feeds) {
      const known = new Set(feeds.map(({ name }) => nameOf(name)));
      const files = await readdir(folder).catch(() => []);
      const gone = files.filter((file) => /\.(?:feed|next)$/.test(file) && !known.has(file));
      await Promise.all(gone.map((file) => rm(join(folder, file), { force: true }).catch(() => {})));
    },
  };
}
