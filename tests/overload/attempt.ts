/** One client that asks for a tunnel: what it was told, and the tunnel where it got one. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { within } from '../kit/deadline.ts';

export interface Asked {
  /** Of the gateway. */
  readonly port: number;
  /** The client's own address, one of loopback. */
  readonly from: string;
  /** `Proxy-Authorization: ...`. */
  readonly header: string;
  /** Of the echo server behind it. */
  readonly target: number;
}

/** 0: the connection was closed without a word. `text` is the whole refusal. */
export type Attempt =
  | { readonly status: 200; readonly socket: Socket }
  | { readonly status: number; readonly text: string };

const ANSWER_SECONDS = 30;

/** Resolves once the gateway has said yes or no; rejects when it says nothing for too long. */
export async function attempt({ port, from, header, target }: Asked): Promise<Attempt> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => {});
  let text = '';
  const answered = new Promise<Attempt>((resolve) => {
    const refused = () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text });
    socket.on('data', function hear(chunk: Buffer) {
      text += chunk.toString('latin1');
      if (!/^HTTP\/1\.1 200 [\s\S]*\r\n\r\n/.test(text)) return;
      socket.off('data', hear);
      resolve({ status: 200, socket });
    });
    socket.once('close', refused);
  });
  socket.write(`CONNECT 127.0.0.1:${target} HTTP/1.1\r\nHost: h\r\n${header}\r\n\r\n`);
  return within(ANSWER_SECONDS, 'an answer of the gateway', answered);
}

/** Sends a text through an open tunnel. True when it comes back from the echo server. */
export async function echoes(socket: Socket, text = 'still here'): Promise<boolean> {
  if (socket.destroyed) return false;
  let heard = '';
  const whole = new Promise<boolean>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (heard.length >= text.length) resolve(heard === text);
    });
    socket.once('close', () => resolve(false));
  });
  socket.write(text);
  return within(ANSWER_SECONDS, 'an echo', whole).finally(() => socket.removeAllListeners('data'));
}

export async function close(socket: Socket): Promise<void> {
  socket.destroy();
  if (!socket.closed) await once(socket, 'close');
}
