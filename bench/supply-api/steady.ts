/**
 * Requests at a steady rate, over connections that are kept. Each is timed from the moment it was due, also when no connection
 * was free then, so that a pause counts against everything that it held up. autocannon's rates come in a burst each second.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { percentile } from '../egress/percentile.ts';
import type { LoadOrder, LoadResult } from './messages.ts';

const TICK_MS = 1;
/** For the last answers, after the last request. */
const LAST_MS = 5_000;

interface Line {
  readonly socket: Socket;
  /** When the request under way was due; undefined: none is. */
  due: number | undefined;
  /** What has come of its answer. */
  text: string;
}

/** The status of an answer that is complete; undefined: more is to come. All answers here are ASCII with a length. */
export function statusIn(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = Number(/\r\nContent-Length: (\d+)\r\n/i.exec(text.slice(0, head + 2))?.[1]);
  return text.length >= head + 4 + length ? Number(text.slice(9, 12)) : undefined;
}

export async function steadyLoad(order: LoadOrder, rate: number, secret: string): Promise<LoadResult> {
  const { url, paths, connections, seconds } = order;
  const { hostname, port, host } = new URL(url);
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Api-Key: ${secret}\r\n\r\n`);
  const total = Math.round(rate * seconds);
  const waits: number[] = [];
  let sent = 0;
  let errors = 0;
  let others = 0;
  const idle: Line[] = [];
  const waiting: number[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();

  function ask(line: Line, due: number): void {
    line.due = due;
    line.text = '';
    line.socket.write(requests[sent % requests.length] ?? '');
    sent++;
  }
  function heard(line: Line, chunk: string): void {
    if (line.due === undefined) return;
    line.text += chunk;
    const status = statusIn(line.text);
    if (status === undefined || line.due === undefined) return;
    waits.push(performance.now() - line.due);
    if (status >= 300) others++;
    line.due = undefined;
    const next = waiting.shift();
    if (next === undefined) idle.push(line);
    else ask(line, next);
    if (waits.length + errors === total) finish();
  }
  const lines = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true }).setEncoding('latin1');
      await once(socket, 'connect');
      const line: Line = { socket, due: undefined, text: '' };
      socket.on('data', (chunk: string) => heard(line, chunk));
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        if (line.due !== undefined) errors++;
      });
      return line;
    }),
  );
  // Node accepts one connection in a turn of its loop: each is asked once beforehand, so that it is there when the time begins.
  for (const line of lines) {
    line.socket.write(requests[0] ?? '');
    await once(line.socket, 'data');
    line.text = '';
  }
  idle.push(...lines);

  const began = performance.now();
  let due = 0;
  const timer = setInterval(() => {
    const now = performance.now() - began;
    for (; due < total && (due / rate) * 1_000 <= now; due++) {
      const at = began + (due / rate) * 1_000;
      const line = idle.shift();
      if (line === undefined) waiting.push(at);
      else ask(line, at);
    }
    if (due === total) clearInterval(timer);
  }, TICK_MS);
  const last = setTimeout(finish, seconds * 1_000 + LAST_MS);
  await finished;
  clearTimeout(last);
  clearInterval(timer);
  const perSecond = waits.length / ((performance.now() - began) / 1_000);
  for (const { socket } of lines) socket.destroy();
  const at = (share: number): number => percentile(waits, share);
  const most = waits.reduce((longest, wait) => Math.max(longest, wait), 0);
  return {
    perSecond,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    p999: at(0.999),
    most,
    answers: waits.length,
    errors: total - waits.length,
    others,
  };
}
