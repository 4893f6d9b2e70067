/** A client that behaves, through every door, while others do not: it must be served all the time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Atlantic } from '../kit/atlantic.ts';
import type { TestCredential } from '../kit/credential.ts';
import { type Door, httpPort, socksPort } from '../kit/door.ts';
import { runSession } from '../kit/session.ts';
import type { Served } from './place.ts';

const DOORS: readonly Door['name'][] = ['HTTP', 'CONNECT', 'SOCKS5'];
const OCTETS = 20_000;
const EVERY_MS = 50;

/** Resolves with a word when a request was not served. */
export type Ask = (number: number) => Promise<string | undefined>;

/** Asks again and again until `over` aborts. */
export async function standBy(ask: Ask, over: AbortSignal): Promise<Served> {
  const failed: string[] = [];
  let served = 0;
  let slowestMs = 0;
  for (let number = 0; !over.aborted; number += 1) {
    const startedAt = performance.now();
    const failure = await ask(number);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    if (failure === undefined) served += 1;
    else failed.push(failure);
    await pause(EVERY_MS, undefined, { signal: over }).catch(() => {});
  }
  return { served, failed, slowestMs: Math.round(slowestMs) };
}

/** One download by each door in turn, on a connection of its own. */
export const askBy =
  (atlantic: Atlantic, originPort: number, credential: TestCredential): Ask =>
  async (number) => {
    const door = DOORS[number % DOORS.length] ?? 'HTTP';
    const session = await runSession({
      door,
      credential,
      port: door === 'SOCKS5' ? socksPort(atlantic) : httpPort(atlantic),
      originPort,
      transfers: [{ id: `by${number}`, kind: 'down', size: OCTETS, slice: OCTETS, pauseMs: 0, stallMs: 0 }],
    });
    const [transfer] = session.transfers;
    if (transfer?.ending === 'finished') return undefined;
    return `by ${door}: ${transfer?.ending ?? 'no connection'} ${transfer?.refusal?.code ?? ''}`.trim();
  };
