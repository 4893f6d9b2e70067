/**
 * `http://atlantic.status/`: the gateway's page about itself, seen through the proxy by whoever uses it. It answers as an
 * origin server would, on a connection that has no socket beneath, so every door and every meter treats it alike.
 */
import { createRequestHeadReader, type RequestHead } from '@atlantic/wire/http-head.ts';
import { formatResponseHead } from '@atlantic/wire/http-head-format.ts';
import { headerValues } from '@atlantic/wire/http-header.ts';
import type { QuotaLeft } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import { type Connection, NOBODY } from '../relay/connection.ts';
import type { Upstream } from './upstream.ts';

export interface StatusSession {
  name: string;
  /** Milliseconds since 1970, both; undefined where nothing is written down, or where it does not end. */
  since: number | undefined;
  endsAt: number | undefined;
}

export interface StatusFacts {
  credential: string;
  pool: string;
  /** The endpoint's address, or `direct`. */
  exit: string;
  /** The address that the judge of the pool saw; undefined: not known. */
  exitAddress?: string | undefined;
  why: string;
  session: StatusSession | null;
  left: QuotaLeft;
}

const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());

function sessionText({ name, since, endsAt }: StatusSession): string {
  const from = since === undefined ? '' : `, since ${iso(since)}`;
  return `${name}${from}${endsAt === undefined ? '' : `, until ${iso(endsAt)}`}`;
}

const shown = (amount: number | null): string => (amount === null ? 'no limit' : String(amount));

/** The page in the form the request prefers. Pure. */
export function renderStatus(facts: StatusFacts, accept: string): { type: string; body: string } {
  const { credential, pool, exit, exitAddress, why, session, left } = facts;
  if (accept.includes('application/json')) {
    const body = {
      credential,
      pool,
      exit,
      ...(exitAddress !== undefined && { exitAddress }),
      chosenBecause: why,
      session: session?.name ?? null,
      sessionSince: iso(session?.since),
      sessionEndsAt: iso(session?.endsAt),
      bytesLeft: left.bytes,
      requestsLeft: left.requests,
    };
    return { type: 'application/json', body: `${JSON.stringify(body)}\n` };
  }
  const lines = [
    'This request went through Atlantic.',
    '',
    `credential:     ${credential}`,
    `pool:           ${pool}`,
    `exit:           ${exit === 'direct' ? 'direct, from the address of the gateway' : exit}`,
    ...(exitAddress === undefined ? [] : [`seen as:        ${exitAddress}`]),
    `chosen because: it is ${why}`,
    `session:        ${session ? sessionText(session) : 'none'}`,
    `bytes left:     ${shown(left.bytes)}`,
    `requests left:  ${shown(left.requests)}`,
  ];
  return { type: 'text/plain; charset=utf-8', body: `${lines.join('\n')}\n` };
}

function answer(head: RequestHead | undefined, facts: StatusFacts): Buffer[] {
  const readable = head?.method === 'GET' || head?.method === 'HEAD';
  const page = readable
    ? renderStatus(facts, headerValues(head.headers, 'accept').join())
    : { type: 'text/plain; charset=utf-8', body: 'Only GET and HEAD are answered here.\n' };
  const body = Buffer.from(page.body);
  const status = readable ? { status: 200, reason: 'OK' } : { status: 405, reason: 'Method Not Allowed' };
  const response = formatResponseHead({
    ...status,
    minor: 1,
    headers: [
      ['Content-Type', page.type],
      ['Content-Length', String(body.length)],
      ['Cache-Control', 'no-store'],
      ['Connection', 'close'],
      ...(readable ? [] : [['Allow', 'GET, HEAD'] as const]),
    ],
  });
  return head?.method === 'HEAD' ? [response] : [response, body];
}

/** A connection whose far side is the page: it reads one request head, answers and ends. */
export function statusPage(facts: StatusFacts): Upstream {
  const reader = createRequestHeadReader({ limit: LIMITS.requestHead });
  let receiver = NOBODY;
  let paused = true;
  let answered = false;
  let endTold = false;
  let gone = false;
  const queue: Buffer[] = [];

  const tell = () => {
    while (!paused && !gone && queue.length > 0) receiver.data(queue.shift() ?? Buffer.alloc(0));
    if (paused || gone || !answered || endTold) return;
    endTold = true;
    receiver.end();
  };
  const connection: Connection = {
    receive(next) {
      receiver = next;
      endTold = false;
    },
    resume() {
      if (!paused) return;
      paused = false;
      queueMicrotask(tell);
    },
    pause() {
      paused = true;
    },
    unread: (chunk) => void queue.unshift(chunk),
    write(chunks) {
      for (const chunk of chunks) {
        if (answered) return undefined;
        const result = reader.push(chunk);
        if (result.state === 'more') continue;
        answered = true;
        queue.push(...answer(result.state === 'head' ? result.head : undefined, facts));
        queueMicrotask(tell);
      }
      return undefined;
    },
    halfClose() {
      answered = true;
      queueMicrotask(tell);
    },
    destroy() {
      gone = true;
    },
    unaccepted: () => 0,
    delivered: () => 0,
    onIdle() {},
    peer: '',
    get gone() {
      return gone;
    },
  };
  return { connection, http: { form: 'origin' } };
}
