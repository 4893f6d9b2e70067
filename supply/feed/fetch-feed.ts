/**
 * One feed over HTTP. Redirects are followed by hand, so that every address is judged anew and what the feed's headers hold goes
 * to its own origin alone.
 */
import type { Duplex, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import { Client, type Dispatcher } from 'undici';
import { FeedFailure, systemCode } from './feed-failure.ts';
import { type AddressRules, judgedAddresses, lookupAmong } from './judged-address.ts';
import type { Validators } from './kept-bodies.ts';

/** Redirects of one fetch. */
export const MOST_REDIRECTS = 5;
/** An owner who asks for more time than this gets so much. */
export const LONGEST_RETRY_AFTER_MS = 86_400_000;
/** Octets of an answer's head. */
const LARGEST_HEAD = 16_384;

export interface FetchOptions extends AddressRules {
  /** Unless the feed has its own: `Atlantic/VERSION`. */
  readonly userAgent: string;
  /** Ends the fetch, with a FeedFailure as its reason. It holds for the body too. */
  readonly signal: AbortSignal;
  /** Of the content that is known, to be told when it is still the same. */
  readonly known: Validators | undefined;
}

export interface Fetched extends AsyncDisposable {
  /** Decoded, in pieces; rejects with a FeedFailure. Undefined: it is what is known. */
  readonly body: AsyncIterable<Buffer> | undefined;
  readonly validators: Validators;
}

/** Any other failure than those that are named already is one of the connection. */
export function asFailure(error: unknown, signal: AbortSignal): FeedFailure {
  if (signal.reason instanceof FeedFailure) return signal.reason;
  return error instanceof FeedFailure ? error : new FeedFailure('unreachable', systemCode(error));
}

/** RFC 9110 §10.2.3: seconds, or a date. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return wait > 0 ? Math.min(wait, LONGEST_RETRY_AFTER_MS) : undefined;
}

const headerOf = ({ headers }: Dispatcher.ResponseData, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

const DECODERS: Readonly<Record<string, (() => Duplex) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** What is sent; the feed's own headers only where they belong. */
function headersFor(feed: Feed, own: boolean, { userAgent, known }: FetchOptions): Record<string, string> {
  return {
    accept: '*/*',
    'accept-encoding': 'gzip, br, deflate',
    'user-agent': feed.userAgent ?? userAgent,
    ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
    ...(known?.modified !== undefined && { 'if-modified-since': known.modified }),
    ...(own &&
      Object.fromEntries(Object.entries(feed.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))),
  };
}

interface Answer {
  readonly response: Dispatcher.ResponseData;
  readonly client: Client;
}

async function ask(feed: Feed, url: URL, own: boolean, options: FetchOptions): Promise<Answer> {
  const addresses = await untilAborted(judgedAddresses(url, options), options.signal);
  const client = new Client(url.origin, {
    connect: { lookup: lookupAmong(addresses) },
    allowH2: false,
    maxHeaderSize: LARGEST_HEAD,
  });
  try {
    const response = await client.request({
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: headersFor(feed, own, options),
      signal: options.signal,
    });
    return { response, client };
  } catch (error) {
    await client.destroy();
    throw error;
  }
}

/** A resolver cannot be told to stop: it is left alone. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function redirected(response: Dispatcher.ResponseData, from: URL): URL {
  const next = URL.parse(headerOf(response, 'location') ?? '', from.href);
  if (next === null || !/^https?:$/.test(next.protocol))
    throw new FeedFailure('status', `HTTP ${response.statusCode} to nowhere`);
  next.username = '';
  next.password = '';
  return next;
}

/** The body without its coding (RFC 9110 §8.4), of at most `most` octets. */
async function* decoded(response: Dispatcher.ResponseData, most: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const coding = (headerOf(response, 'content-encoding') ?? 'identity').trim().toLowerCase();
  const decoder = DECODERS[coding];
  if (decoder === undefined && coding !== 'identity') throw new FeedFailure('not-a-list', 'its coding is not known');
  if (decoder === undefined && Number(headerOf(response, 'content-length') ?? 0) > most)
    throw new FeedFailure('too-large');
  let stream: Readable = response.body;
  if (decoder) {
    const decoding = decoder();
    response.body.on('error', (error) => decoding.destroy(error));
    stream = response.body.pipe(decoding);
  }
  let octets = 0;
  try {
    for await (const piece of stream) {
      octets += piece.length;
      if (octets > most) throw new FeedFailure('too-large');
      yield piece;
    }
  } catch (error) {
    const damaged = systemCode(error)?.startsWith('Z_') || systemCode(error)?.startsWith('ERR_BROTLI');
    throw damaged ? new FeedFailure('not-a-list', 'its coding is damaged') : asFailure(error, signal);
  }
}

function opened(feed: Feed, { response, client }: Answer, options: FetchOptions): Fetched {
  const dispose = async () => {
    response.body.on('error', () => {});
    response.body.destroy();
    await client.destroy();
  };
  const etag = headerOf(response, 'etag');
  const modified = headerOf(response, 'last-modified');
  const validators = { ...(etag !== undefined && { etag }), ...(modified !== undefined && { modified }) };
  const body = response.statusCode === 200 ? decoded(response, feed.maxBytes, options.signal) : undefined;
  return { body, validators, [Symbol.asyncDispose]: dispose };
}

/** `now` in milliseconds since 1970. Rejects with a FeedFailure. */
export async function fetchFeed(feed: Feed & { url: string }, options: FetchOptions, now: number): Promise<Fetched> {
  const origin = new URL(feed.url).origin;
  let url = new URL(feed.url);
  try {
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const answer = await ask(feed, url, url.origin === origin, options);
      const { statusCode } = answer.response;
      if (statusCode === 200 || (statusCode === 304 && options.known !== undefined))
        return opened(feed, answer, options);
      await opened(feed, answer, options)[Symbol.asyncDispose]();
      if (!REDIRECTS.has(statusCode)) {
        const wait = retryAfterMs(headerOf(answer.response, 'retry-after'), now);
        throw new FeedFailure('status', `HTTP ${statusCode}`, wait);
      }
      url = redirected(answer.response, url);
    }
    throw new FeedFailure('status', `more than ${MOST_REDIRECTS} redirects`);
  } catch (error) {
    throw asFailure(error, options.signal);
  }
}
