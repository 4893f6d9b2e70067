/** HTTP/1.1 as a client of a proxy speaks it, written for itself: nothing here is shared with the gateway. */
import type { Client } from './client.ts';
import { CONTENT } from './content.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Whole header lines besides Host. */
  readonly headers: readonly string[];
  /** Absent: no body. */
  readonly body?: { readonly size: number; readonly framing: 'length' | 'chunked' };
}

export interface HttpAnswer {
  readonly status: number;
  readonly close: boolean;
}

const CHUNK = 50_000;

/** The request's head. */
export function headText({ method, url, headers, body }: HttpRequest): string {
  const framing = !body
    ? []
    : [body.framing === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.size}`];
  const host = /^(?:http:\/\/)?([^/]+)/.exec(url)?.[1] ?? '';
  return `${[`${method} ${url} HTTP/1.1`, `Host: ${host}`, ...headers, ...framing].join('\r\n')}\r\n\r\n`;
}

export async function sendBody(client: Client, { size, framing }: NonNullable<HttpRequest['body']>): Promise<void> {
  if (framing === 'length') return client.send(CONTENT.subarray(0, size));
  for (let at = 0; at < size; at += CHUNK) {
    const chunk = CONTENT.subarray(at, Math.min(size, at + CHUNK));
    await client.send(`${chunk.length.toString(16)}\r\n`);
    await client.send(chunk);
    await client.send('\r\n');
  }
  await client.send('0\r\n\r\n');
}

async function skipChunks(client: Client): Promise<void> {
  for (;;) {
    const size = Number.parseInt(await client.readUntil('\r\n'), 16);
    await client.skip(size + 2);
    if (size === 0) return;
  }
}

/** Reads one answer with its body. */
export async function readAnswer(client: Client, method: string): Promise<HttpAnswer> {
  const head = (await client.readUntil('\r\n\r\n')).toLowerCase();
  const status = Number(head.split(' ')[1]);
  const length = /^content-length: *(\d+)/m.exec(head)?.[1];
  const close = /^connection: *close/m.test(head);
  const bodyless = method === 'HEAD' || status === 204 || (method === 'CONNECT' && status === 200);
  if (bodyless) return { status, close };
  if (/^transfer-encoding: *chunked/m.test(head)) await skipChunks(client);
  else if (length !== undefined) await client.skip(Number(length));
  else await client.skipRest();
  return { status, close };
}

/** Sends a request, reads its answer, and rejects when the status is none of `expected`. */
export async function ask(client: Client, request: HttpRequest, ...expected: readonly number[]): Promise<HttpAnswer> {
  await client.send(headText(request));
  if (request.body) await sendBody(client, request.body);
  const answer = await readAnswer(client, request.method);
  if (!expected.includes(answer.status)) {
    throw new Error(`${request.method} was answered ${answer.status}, not ${expected.join(' or ')}`);
  }
  return answer;
}
