/**
 * Asks a judge through an endpoint, the way that traffic takes: the same connection, the same handshake, the same words for
 * what failed. Nothing of it is charged to anybody.
 */
import { AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { JudgeUrl } from '@atlantic/contract/judge-url.ts';
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Stage } from '@atlantic/kernel/pool/fault.ts';
import { createBodyReader } from '@atlantic/wire/http-body.ts';
import type { BodyReader } from '@atlantic/wire/http-body-reader.ts';
import { responseFraming } from '@atlantic/wire/http-framing.ts';
import { createResponseHeadReader, type ResponseHead } from '@atlantic/wire/http-head.ts';
import { formatRequestHead } from '@atlantic/wire/http-head-format.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import type { TargetPolicy } from '../target-policy.ts';
import { exitAddressIn } from './exit-address.ts';
import { type JudgeTrust, judgeTrust, secureJudge } from './judge-tls.ts';
import { connectProxy } from './proxy.ts';
import type { Resolve } from './resolve.ts';
import type { TlsClient } from './tls-client.ts';
import type { Upstream } from './upstream.ts';

/** Octets of an answer in which the exit's address is looked for; the rest is not read. */
const LONGEST_BODY = 4_096;

export interface JudgeQuestion {
  endpoint: SnapshotEndpoint;
  /** Of the endpoint. */
  pool: Pick<SnapshotPool, 'resolve' | 'ca'>;
  judge: JudgeUrl;
  /** From the dial to the end of the answer. */
  timeoutMs: number;
  expectStatus: number;
}

/** `stage` is how far the endpoint had come; undefined: it was not asked. */
export type JudgeAnswer =
  | { reached: true; milliseconds: number; exitAddress: string | undefined }
  | { reached: false; milliseconds: number; error: AtlanticError; stage: Stage | undefined };

export interface JudgeMeans {
  resolve: Resolve;
  tls: TlsClient;
  /** Aborts when the process ends. */
  ending: AbortSignal;
  /** Milliseconds; only differences count. */
  now: () => number;
}

/** Never rejects. */
export type AskJudge = (question: JudgeQuestion) => Promise<JudgeAnswer>;

/** The judge is whom the operator has named. */
const ANYWHERE: TargetPolicy = { check() {}, checkAddresses() {} };

const unexpected = (status: number, wanted: number): AtlanticError =>
  new AtlanticError('judge_unexpected', { detail: `It answered ${status}, and ${wanted} was expected.` });

interface Reading {
  push(chunk: Buffer): true | undefined;
  /** The other side has closed: is the answer whole? */
  isWhole(): boolean;
  body(): string;
}

/** Reads an answer; throws what is wrong with its head. */
function readAnswer(http: Upstream['http'], expectStatus: number): Reading {
  const heads = createResponseHeadReader({ limit: LIMITS.responseHead });
  const content: Buffer[] = [];
  let reader: BodyReader | undefined;
  let size = 0;

  const openBody = (head: ResponseHead): BodyReader => {
    const own = http.form === 'absolute' ? http.readAnswer(head) : undefined;
    if (own) throw own;
    if (head.status !== expectStatus) throw unexpected(head.status, expectStatus);
    const framing = responseFraming(head, 'GET');
    if (framing.kind === 'error') throw new AtlanticError('response_malformed', { detail: framing.error.detail });
    return createBodyReader(framing, 'response');
  };
  const take = (from: BodyReader, chunk: Buffer): true | undefined => {
    const { data, end, error } = from.push(chunk);
    for (const piece of data) {
      content.push(piece);
      size += piece.length;
    }
    // What was said of the address stands at the beginning; a body that breaks later is the judge's own affair.
    return end || error || size > LONGEST_BODY ? true : undefined;
  };
  return {
    push(chunk) {
      let rest = chunk;
      while (!reader) {
        const result = heads.push(rest);
        if (result.state === 'more') return undefined;
        if (result.state === 'error') throw new AtlanticError('response_malformed', { detail: result.error.detail });
        rest = result.rest;
        if (result.head.status >= 200) reader = openBody(result.head);
      }
      return take(reader, rest);
    },
    isWhole: () => reader !== undefined && reader.finish().error === undefined,
    body: () => Buffer.concat(content).subarray(0, LONGEST_BODY).toString('utf8'),
  };
}

async function converseWith(
  connection: Connection,
  http: Upstream['http'],
  { judge, expectStatus, timeoutMs }: JudgeQuestion,
  ending: AbortSignal,
): Promise<string> {
  const { authority } = judge;
  const request = formatRequestHead({
    method: 'GET',
    target: http.form === 'absolute' ? `http://${authority}${judge.path}` : judge.path,
    minor: 1,
    headers: [
      ['Host', authority],
      ['Accept', 'application/json, text/plain'],
      ['Connection', 'close'],
      ...(http.form === 'absolute' ? http.headers : []),
    ],
  });
  const reading = readAnswer(http, expectStatus);
  const closed = new AtlanticError('response_incomplete');
  void connection.write([request]);
  try {
    await converse<true>(connection, {
      push: reading.push,
      deadlineMs: timeoutMs,
      ending,
      onDeadline: () => new AtlanticError('response_timeout'),
      onGone: () => closed,
    });
  } catch (error) {
    if (error !== closed || !reading.isWhole()) throw error;
  }
  return reading.body();
}

/** How a primary asks judges. What is dear is made when it is needed first. */
export function createJudge({ resolve, tls, ending, now }: JudgeMeans): AskJudge {
  let trust: JudgeTrust | undefined;

  const ask = async (
    question: JudgeQuestion,
    onStage: (stage: Stage) => void,
    signal: AbortSignal,
  ): Promise<string> => {
    const { endpoint, pool, judge } = question;
    const { username, password = '' } = endpoint;
    const upstream = await connectProxy({
      endpoint,
      login: username === undefined ? undefined : { username, password },
      intent: { protocol: judge.tls ? 'connect' : 'http', target: judge, options: {} },
      names: pool.resolve ?? 'upstream',
      policy: ANYWHERE,
      resolve,
      tls,
      ca: pool.ca,
      onStage,
      ending: signal,
    });
    let { connection } = upstream;
    try {
      if (judge.tls) {
        trust ??= judgeTrust();
        connection = await secureJudge(connection, judge.host, trust, signal);
      }
      return await converseWith(connection, upstream.http, question, signal);
    } finally {
      connection.destroy();
    }
  };

  return async (question) => {
    const { timeoutMs } = question;
    const over = new AbortController();
    const late = () =>
      over.abort(new AtlanticError('connection_timeout', { detail: `It took more than ${timeoutMs} ms.` }));
    const timer = setTimeout(late, timeoutMs);
    const beganAt = now();
    let stage: Stage | undefined;
    try {
      const signal = AbortSignal.any([over.signal, ending]);
      const body = await ask(question, (next) => (stage = next), signal);
      return { reached: true, milliseconds: now() - beganAt, exitAddress: exitAddressIn(body) };
    } catch (thrown) {
      return { reached: false, milliseconds: now() - beganAt, error: asAtlanticError(thrown), stage };
    } finally {
      clearTimeout(timer);
    }
  };
}
