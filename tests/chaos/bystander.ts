/** A client that behaves, through every door, while others do not: it must be served all the time. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Door, httpPort, socksPort } from '../kit/door.ts';
import { runSession } from '../kit/session.ts';
import type { Stage } from './stage.ts';

export interface Served {
  readonly served: number;
  /** Requests that did not end with all their octets, in words. */
  readonly failed: readonly string[];
  readonly slowestMs: number;
}

const DOORS: readonly Door['name'][] = ['HTTP', 'CONNECT', 'SOCKS5'];
const OCTETS = 20_000;
const EVERY_MS = 50;

/** Asks again and again, on a connection of its own each time, until `over` aborts. */
export async function standBy({ atlantic, transfers, credential }: Stage, over: AbortSignal): Promise<Served> {
  const failed: string[] = [];
  let served = 0;
  let slowestMs = 0;
  for (let number = 0; !over.aborted; number += 1) {
    const door = DOORS[number % DOORS.length] ?? 'HTTP';
    const startedAt = performance.now();
    const session = await runSession({
      door,
      credential: credential('direct'),
      port: door === 'SOCKS5' ? socksPort(atlantic) : httpPort(atlantic),
      originPort: transfers.port,
      transfers: [{ id: `by${number}`, kind: 'down', size: OCTETS, slice: OCTETS, pauseMs: 0, stallMs: 0 }],
    });
    const [transfer] = session.transfers;
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    if (transfer?.ending === 'finished') served += 1;
    else failed.push(`by ${door}: ${transfer?.ending ?? 'no connection'} ${transfer?.refusal?.code ?? ''}`);
    await pause(EVERY_MS, undefined, { signal: over }).catch(() => {});
  }
  return { served, failed, slowestMs: Math.round(slowestMs) };
}
