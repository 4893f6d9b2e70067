/** Clients that never come to an end: heads, handshakes and bodies, an octet at a time. */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { addressOf, dial, gone, type Passage, wordsOf } from '../exchange.ts';
import { inParallel } from '../parallel.ts';
import type { Scale } from '../scale.ts';
import type { Stage } from '../stage.ts';
import { type Blown, type Storm, tally, together } from '../storm.ts';

/** So that a SOCKS5 handshake of 50 octets takes longer than it may. */
const OCTET_EVERY_MS = 500;
/** Of the words: within the head, within the handshake, within the body. */
const STARTS = { head: 20, handshake: 2, body: 1_000 } as const;
type Kind = keyof typeof STARTS;
/** By when the gateway must have ended what it limits to 15 s. */
const LIMITED_SECONDS = 20;

async function drip(socket: Socket, words: Buffer, from: number, over: AbortSignal): Promise<void> {
  socket.resume().write(words.subarray(0, from));
  for (let at = from; !over.aborted && !socket.destroyed && at < words.length; at += 1) {
    await pause(OCTET_EVERY_MS, undefined, { signal: over }).catch(() => {});
    if (!socket.destroyed) socket.write(words.subarray(at, at + 1));
  }
}

async function beSlow(stage: Stage, kind: Kind, number: number, over: AbortSignal): Promise<string> {
  const passage: Passage = { door: kind === 'handshake' ? 'SOCKS5' : 'HTTP', lane: 'direct' };
  const socket = await dial(stage, passage.door, addressOf(number));
  await Promise.race([drip(socket, wordsOf(stage, passage), STARTS[kind], over), gone(socket)]);
  const word = socket.destroyed ? 'ended by the gateway' : 'still open';
  socket.resetAndDestroy();
  return word;
}

async function beSlowAll(stage: Stage, kind: Kind, { clients, slowSeconds }: Scale): Promise<Blown> {
  const over = AbortSignal.timeout(slowSeconds * 1_000);
  const words: string[] = [];
  await inParallel(clients, clients, async (number) => {
    words.push(await beSlow(stage, kind, number, over));
  });
  const mustEnd = kind !== 'body' && slowSeconds >= LIMITED_SECONDS;
  const broken = mustEnd && words.includes('still open') ? [`a ${kind} was kept beyond ${slowSeconds} s`] : [];
  return { attempts: clients, came: `${kind}: ${tally(words)}`, broken };
}

export const SLOW: Storm = {
  name: 'slowloris: heads, SOCKS5 handshakes and bodies',
  async blow(stage, scale) {
    stage.breaking.direct.begin(() => Number.POSITIVE_INFINITY);
    const kinds = ['head', 'handshake', 'body'] as const;
    return together(await Promise.all(kinds.map((kind) => beSlowAll(stage, kind, scale))));
  },
};
