/** One exchange of a client as octets, by each door, and what came of it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { within } from '../kit/deadline.ts';
import type { Door } from '../kit/door.ts';
import { httpPort, socksPort } from '../kit/door.ts';
import type { Lane, Stage } from './stage.ts';

export interface Passage {
  readonly door: Door['name'];
  readonly lane: Lane;
}

const ANSWER_SECONDS = 30;
const UPLOAD = 'b'.repeat(1_600);

/** What reaches the target: in a proxied lane the peer does not care who it is. */
const targetOf = (stage: Stage, lane: Lane): { host: string; port: number } =>
  lane === 'direct' ? { host: '127.0.0.1', port: stage.breaking.direct.port } : { host: 'target.example', port: 8080 };

/** Everything that the client says, pipelined: the way in, and one POST. Less than 2,048 octets. */
export function wordsOf(stage: Stage, { door, lane }: Passage): Buffer {
  const { header, username, secret } = stage.credential(lane);
  const { host, port } = targetOf(stage, lane);
  const authority = `${host}:${port}`;
  const fields = `Host: ${authority}\r\nConnection: close\r\nContent-Length: ${UPLOAD.length}\r\n`;
  if (door === 'HTTP') return Buffer.from(`POST http://${authority}/ HTTP/1.1\r\n${fields}${header}\r\n\r\n${UPLOAD}`);
  const request = Buffer.from(`POST / HTTP/1.1\r\n${fields}\r\n${UPLOAD}`);
  if (door === 'CONNECT')
    return Buffer.concat([Buffer.from(`CONNECT ${authority} HTTP/1.1\r\nHost: h\r\n${header}\r\n\r\n`), request]);
  const text = (words: string) => Buffer.from([words.length, ...Buffer.from(words)]);
  const login = Buffer.concat([Buffer.from([5, 1, 2, 1]), text(username), text(secret)]);
  const ask = Buffer.concat([Buffer.from([5, 1, 0, 3]), text(host), Buffer.from([port >> 8, port & 255])]);
  return Buffer.concat([login, ask, request]);
}

/** `from`: an address of this machine, so that no pair of addresses runs out of ports. */
export async function dial(stage: Stage, door: Passage['door'], from = '127.0.0.1'): Promise<Socket> {
  const port = door === 'SOCKS5' ? socksPort(stage.atlantic) : httpPort(stage.atlantic);
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Resolves when the connection is gone, however that came about; `once` would reject where an error came first. */
export const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

/** One of 64,000 addresses of this machine. */
export const addressOf = (number: number): string => `127.2.${(number >> 8) & 255}.${number & 255 || 1}`;

/** Says everything and listens until the other side ends. Rejects when it does not within 30 seconds. */
export async function converse(stage: Stage, passage: Passage, number: number): Promise<Buffer> {
  const socket = await dial(stage, passage.door, addressOf(number));
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.write(wordsOf(stage, passage));
  try {
    if (!socket.closed)
      await within(ANSWER_SECONDS, `the end of an exchange by ${passage.door}`, once(socket, 'close'));
  } finally {
    socket.destroy();
  }
  return Buffer.concat(heard);
}
