/** The three tasks of a client that can send any HTTP request, told by the routes of the test's web server. */
import type { Echo } from '../kit/origin.ts';
import type { Answer, OpenClient, Passage } from './client.ts';
import { MEGABYTE } from './large-body.ts';

export interface WebRequest {
  readonly url: string;
  /** Sent by POST when there is one; GET otherwise. */
  readonly body?: Buffer;
}

export type Send = (passage: Passage, request: WebRequest) => Promise<Answer>;

/** What the echo says that it received; the answer itself when it is no echo. */
function arrived(answer: Answer): Buffer {
  if (answer.status !== 200) return answer.body;
  const echo = JSON.parse(answer.body.toString()) as Echo;
  return Buffer.from(echo.body, 'base64');
}

export const webClient = (version: string, send: Send, end: () => Promise<void> = async () => {}): OpenClient => ({
  version,
  download: (passage) => send(passage, { url: `${passage.origin}/bytes/${MEGABYTE}` }),
  missing: (passage) => send(passage, { url: `${passage.origin}/status/404` }),
  async upload(passage, body) {
    const answer = await send(passage, { url: `${passage.origin}/echo`, body });
    return { ...answer, body: arrived(answer) };
  },
  [Symbol.asyncDispose]: end,
});
