/** The plane's end of the channel to control: the calls of `contract/plane.ts`, typed and with deadlines. */

import type { ErrorCode } from '@atlantic/contract/errors.ts';
import {
  type Acknowledgement,
  type GrantReply,
  type GrantRequest,
  grantReplySchema,
  PLANE_PATHS,
  type PlaneReport,
  type UsageReport,
  usageReceiptSchema,
} from '@atlantic/contract/plane.ts';
import { SUPPLY_PATHS, type SupplyOffer } from '@atlantic/contract/supply/channel.ts';
import type { z } from 'zod';
import { createEventReader, type ServerSentEvent } from './sse.ts';

/** From the start of a call to the last octet of its answer. */
export const CALL_DEADLINE_MS = 5_000;
/** Control sends a comment every 15 s; three missed ones mean that the stream is dead. */
export const STREAM_SILENCE_MS = 45_000;
/** Octets. The largest answer is a part of a snapshot: 10,000 credentials or endpoints are about 3 MB. */
export const LARGEST_ANSWER = 67_108_864;

export interface PlaneClient {
  /** One part of a snapshot, as the very text its digest names. */
  part(digest: string): Promise<string>;
  report(report: UsageReport): Promise<void>;
  grant(request: GrantRequest): Promise<GrantReply>;
  /** Says that every worker serves from this version of the snapshot. */
  adopted(version: number): Promise<void>;
  /** Says how this plane is doing. */
  reportState(report: PlaneReport): Promise<void>;
  /** Says that a command was obeyed, or could not be. */
  acknowledge(said: Acknowledgement): Promise<void>;
  /** Says what a pool of the kind `supply` shall hold. */
  offer(offer: SupplyOffer): Promise<void>;
  /** Hands every event to `onEvent` until the stream ends; rejects when it cannot be opened or falls silent. */
  follow(onEvent: (event: ServerSentEvent) => void, signal: AbortSignal): Promise<void>;
}

/** A problem document is far smaller. */
const LARGEST_REFUSAL = 65_536;

/** Control answered and said no. The log keeps an error's code and drops its message. */
async function refusal(response: Response): Promise<Error> {
  const { status } = response;
  const revoked = status === 403 && (await isRevoked(response));
  await response.body?.cancel().catch(() => {});
  return Object.assign(new Error(`control answered ${status}`), { code: revoked ? PLANE_REVOKED : `HTTP_${status}` });
}

/** The error code that says that control knows this plane and wants it no more. */
export const PLANE_REVOKED = 'plane_revoked' satisfies ErrorCode;

async function isRevoked(response: Response): Promise<boolean> {
  try {
    const problem: unknown = JSON.parse(await readText(response, LARGEST_REFUSAL));
    return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === PLANE_REVOKED;
  } catch {
    return false;
  }
}

async function readText(response: Response, most = LARGEST_ANSWER): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) throw new RangeError('the answer of control is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Runs `act` with a signal that aborts when it is not over, and `heard` not called, for so long. */
async function whileHeard<T>(
  milliseconds: number,
  act: (signal: AbortSignal, heard: () => void) => Promise<T>,
): Promise<T> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('control fell silent')), milliseconds);
  try {
    return await act(silence.signal, () => void timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}

/** `url` is where control answers; a path in it stays in front of the channel's own. Every call rejects with what went wrong. */
export function createPlaneClient(options: {
  url: string;
  token: string;
  /** For a control that is proved by certificates of one's own. */
  fetch?: typeof globalThis.fetch;
}): PlaneClient {
  const { fetch = globalThis.fetch } = options;
  const base = options.url.replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${options.token}` };
  const open = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(`${base}${path}`, {
      ...init,
      headers: { ...headers, ...(init.body === undefined ? {} : { 'content-type': 'application/json' }) },
      // The token goes to control and nowhere else.
      redirect: 'error',
    });
    if (response.ok) return response;
    throw await refusal(response);
  };
  const call = (path: string, init: RequestInit): Promise<string> =>
    whileHeard(CALL_DEADLINE_MS, async (signal) => readText(await open(path, { ...init, signal })));
  const post = async <T>(path: string, body: object, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(JSON.parse(await call(path, { method: 'POST', body: JSON.stringify(body) })));

  return {
    part: (digest) => call(`${PLANE_PATHS.parts}/${digest}`, {}),
    report: async (report) => void (await post(PLANE_PATHS.usage, report, usageReceiptSchema)),
    adopted: async (version) =>
      void (await call(PLANE_PATHS.adopted, { method: 'POST', body: JSON.stringify({ version }) })),
    reportState: async (report) =>
      void (await call(PLANE_PATHS.report, { method: 'POST', body: JSON.stringify(report) })),
    acknowledge: async (said) =>
      void (await call(PLANE_PATHS.acknowledge, { method: 'POST', body: JSON.stringify(said) })),
    offer: async (offer) => void (await call(SUPPLY_PATHS.offer, { method: 'POST', body: JSON.stringify(offer) })),
    grant: (request) => post(PLANE_PATHS.grants, request, grantReplySchema),
    follow: (onEvent, signal) =>
      whileHeard(STREAM_SILENCE_MS, async (silence, heard) => {
        const response = await open(PLANE_PATHS.stream, { signal: AbortSignal.any([signal, silence]) });
        const reader = createEventReader();
        const decoder = new TextDecoder();
        for await (const chunk of response.body ?? []) {
          heard();
          for (const event of reader.push(decoder.decode(chunk, { stream: true }))) onEvent(event);
        }
      }),
  };
}
