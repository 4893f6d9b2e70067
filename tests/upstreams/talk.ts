/**
 * Conversations through the gateway's HTTP door. Each tells `ok`, `cut` when a tunnel ended early, or the code that it
 * was refused with.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { bodyOf } from '../kit/body.ts';
import type { TestCredential } from '../kit/credential.ts';
import { within } from '../kit/deadline.ts';
import { httpPort } from '../kit/door.ts';
import { openRawClient, type RawClient } from '../kit/raw-client.ts';
import type { Arena } from './arena.ts';
import { GOODBYE, GREETING } from './origin.ts';

const LARGE = 8 * 1024 * 1024;
const SECONDS = 30;
const PIPELINED = 'octets that wait for nobody';

/** The code of a refusal in JSON. */
const codeOf = (text: string): string =>
  /"code":"(\w+)"/.exec(text)?.[1] ?? `nothing that can be read: ${text.slice(0, 200)}`;

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(what);
}

const connectHead = (credential: TestCredential, host: string, port: number): string =>
  `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept: application/json\r\n${credential.header}\r\n\r\n`;

/** Sends `early` with the request for a tunnel, then talks on when there is one. */
async function tunnel(
  arena: Arena,
  credential: TestCredential,
  target: { readonly host: string; readonly port: number },
  talk: (client: RawClient) => Promise<boolean>,
  early = '',
): Promise<string> {
  await using client = await openRawClient(httpPort(arena.atlantic));
  client.send(connectHead(credential, target.host, target.port) + early);
  const answer = await client.response();
  if (answer.status !== 200) return codeOf(answer.body.toString());
  return (await talk(client)) ? 'ok' : 'cut';
}

/** False when the tunnel ended before so much came. */
async function hears(client: RawClient, text: string): Promise<boolean> {
  const heard = await client.octets(text.length).catch(() => undefined);
  if (heard) check(`it says ${text}`, heard.toString() === text);
  return heard !== undefined;
}

/** The target's greeting comes first, and what the client sends comes back. */
export const greet = (
  arena: Arena,
  credential: TestCredential,
  host = '127.0.0.1',
  port = arena.talkPort,
): Promise<string> =>
  tunnel(arena, credential, { host, port }, async (client) => {
    if (!(await hears(client, GREETING))) return false;
    client.send('hello');
    return hears(client, 'hello');
  });

/** What stands behind the client's head reaches the target, and the target's first octets the client. */
export const pipeline = (arena: Arena, credential: TestCredential): Promise<string> =>
  tunnel(
    arena,
    credential,
    { host: '127.0.0.1', port: arena.talkPort },
    (client) => hears(client, GREETING + PIPELINED),
    PIPELINED,
  );

/** After the client's FIN the target still answers. */
export const halfClose = (arena: Arena, credential: TestCredential): Promise<string> =>
  tunnel(arena, credential, { host: '127.0.0.1', port: arena.talkPort }, async (client) => {
    client.send('last words');
    client.end();
    return (await client.rest()).toString() === `${GREETING}last words${GOODBYE}`;
  });

/** Eight megabytes each way at the same time, compared by digest. */
export async function large(arena: Arena, credential: TestCredential): Promise<string> {
  const body = randomBytes(LARGE);
  const socket = connect({ port: httpPort(arena.atlantic), host: '127.0.0.1', allowHalfOpen: true });
  const digest = createHash('sha256');
  let head = '';
  let received = 0;
  const done = new Promise<void>((resolve, reject) => {
    socket.on('error', reject).on('close', () => reject(new Error(`it closed after ${received} octets`)));
    socket.on('data', (chunk: Buffer) => {
      if (!head.includes('\r\n\r\n')) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n') + 4;
        if (end < 4) return;
        const rest = Buffer.from(head.slice(end), 'latin1');
        head = head.slice(0, end);
        digest.update(rest);
        received = rest.length;
        socket.write(body);
      } else {
        digest.update(chunk);
        received += chunk.length;
      }
      if (received >= GREETING.length + LARGE) resolve();
    });
  });
  try {
    await once(socket, 'connect');
    socket.write(connectHead(credential, '127.0.0.1', arena.talkPort));
    await within(SECONDS, 'the way there and back', done);
    const expected = createHash('sha256').update(GREETING).update(body).digest('hex');
    check('all octets come back as they were', digest.digest('hex') === expected);
    return 'ok';
  } finally {
    socket.removeAllListeners('close').destroy();
  }
}

/** Plain HTTP: `lines` come behind the request line and Host. */
async function ask(
  arena: Arena,
  credential: TestCredential,
  request: { readonly method: string; readonly url: string; readonly lines?: string; readonly body?: Buffer },
  judge: (body: Buffer) => void,
): Promise<string> {
  await using client = await openRawClient(httpPort(arena.atlantic));
  const { method, url, lines = '', body } = request;
  const host = new URL(url).host;
  client.send(
    `${method} ${url} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\n${credential.header}\r\n${lines}\r\n`,
  );
  if (body) client.send(body);
  const answer = await client.response({ bodyless: method === 'HEAD' });
  if (answer.status !== 200) return codeOf(answer.body.toString());
  judge(answer.body);
  return 'ok';
}

/** The target answers with this status, no body and no sign of a proxy: `ok` when the client sees just that. */
export async function own(arena: Arena, credential: TestCredential, status: number): Promise<string> {
  await using client = await openRawClient(httpPort(arena.atlantic));
  const url = `${arena.web.url}/status/${status}`;
  client.send(
    `GET ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAccept: application/json\r\n${credential.header}\r\n\r\n`,
  );
  const answer = await client.response();
  check('nothing of ours is said', answer.headers['proxy-status'] === undefined && !answer.body.includes('"code"'));
  return answer.status === status ? 'ok' : `status ${answer.status}`;
}

const MEGABYTE = 1_000_000;
const sameAs = (what: string, expected: Buffer) => (body: Buffer) => check(what, body.equals(expected));

export const get = (
  arena: Arena,
  credential: TestCredential,
  url = `${arena.web.url}/bytes/${MEGABYTE}`,
): Promise<string> => ask(arena, credential, { method: 'GET', url }, sameAs('a megabyte comes down', bodyOf(MEGABYTE)));

export const head = (arena: Arena, credential: TestCredential): Promise<string> =>
  ask(arena, credential, { method: 'HEAD', url: `${arena.web.url}/bytes/10` }, () => {});

/** A body in chunks, which the target says back. */
export function post(arena: Arena, credential: TestCredential): Promise<string> {
  const chunk = bodyOf(70_000);
  const frame = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
  const body = Buffer.concat([frame, frame, Buffer.from('0\r\n\r\n')]);
  const lines = 'Transfer-Encoding: chunked\r\n';
  return ask(arena, credential, { method: 'POST', url: `${arena.web.url}/echo`, lines, body }, (answer) => {
    const echo = JSON.parse(answer.toString()) as { body: string };
    check('the target has heard both chunks', Buffer.from(echo.body, 'base64').equals(Buffer.concat([chunk, chunk])));
  });
}
