/** Asking for a page over HTTP/1.1, and reading the whole of it. */
import { createBodyReader } from '@atlantic/wire/http-body.ts';
import type { BodyReader } from '@atlantic/wire/http-body-reader.ts';
import { responseFraming } from '@atlantic/wire/http-framing.ts';
import { createResponseHeadReader, type HeadReader, type ResponseHead } from '@atlantic/wire/http-head.ts';
import { failed, MORE, NOTHING, type Talk, type TalkStep } from './talk.ts';

/** Octets of the head and of the content of an answer. A page of a judge is a fraction of that. */
const LONGEST_HEAD = 16 * 1024;
const LONGEST_BODY = 64 * 1024;

/** Ends with the answer, whatever its status. */
export function createPageTalk(request: Buffer): Talk {
  const content: Buffer[] = [];
  let heads: HeadReader<ResponseHead> | undefined;
  let head: ResponseHead | undefined;
  let body: BodyReader | undefined;
  let size = 0;

  const lost = (code: 'response_malformed' | 'response_incomplete', detail: string, transient = false): TalkStep =>
    failed(code, { detail, spoke: head !== undefined, asked: true, transient });

  function take(chunk: Buffer, step: ReturnType<BodyReader['push']>): TalkStep {
    for (const part of step.data) size += part.length;
    content.push(...step.data);
    if (size > LONGEST_BODY) return lost('response_malformed', `The page is longer than ${LONGEST_BODY} octets.`);
    if (step.error) return lost('response_malformed', `Its body: ${step.error.detail}.`);
    if (!step.end || !head) return MORE;
    const { status, headers } = head;
    return { type: 'done', rest: chunk, answer: { status, headers, body: Buffer.concat(content) } };
  }

  function readHead(chunk: Buffer): TalkStep {
    heads ??= createResponseHeadReader({ limit: LONGEST_HEAD });
    for (let rest = chunk; ; ) {
      const result = heads.push(rest);
      if (result.state === 'more') return MORE;
      if (result.state === 'error') return lost('response_malformed', `Its head: ${result.error.detail}.`);
      rest = result.rest;
      head = result.head;
      // RFC 9110 §15.2: an interim answer is followed by the final one.
      if (head.status >= 100 && head.status < 200) continue;
      const framing = responseFraming(head, 'GET');
      if (framing.kind === 'error') return lost('response_malformed', `Its head: ${framing.error.detail}.`);
      body = createBodyReader(framing, 'response');
      return take(NOTHING, body.push(rest));
    }
  }

  return {
    start: () => ({ type: 'more', send: request }),
    push: (chunk) => (body ? take(NOTHING, body.push(chunk)) : readHead(chunk)),
    end(reset) {
      if (body && !reset) {
        const step = body.finish();
        if (step.end) return take(NOTHING, step);
      }
      if (heads) return lost('response_incomplete', 'It was closed in the middle of its answer.', true);
      return failed('connection_terminated', { asked: true });
    },
  };
}

/** Ends with the head of whatever answer there is: who sends one speaks HTTP. */
export function createHeadTalk(request: Buffer): Talk {
  const heads = createResponseHeadReader({ limit: LONGEST_HEAD });
  return {
    start: () => ({ type: 'more', send: request }),
    push(chunk) {
      const result = heads.push(chunk);
      if (result.state === 'more') return MORE;
      return result.state === 'head' ? { type: 'done', rest: result.rest } : failed('response_malformed');
    },
    end: () => failed('connection_terminated'),
  };
}
