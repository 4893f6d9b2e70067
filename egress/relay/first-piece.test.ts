import type { Framing } from '@atlantic/wire/http-framing.ts';
import { expect, it } from 'vitest';
import { hear, openPair } from '../fixture/pair.ts';
import { LIMITS } from '../limits.ts';
import { type FirstPiece, readFirstPiece } from './first-piece.ts';

const LONG_MS = 60_000;

/** What is read of a body whose peer does `play` with the connection. */
async function pieceOf(
  framing: Framing,
  begun: string,
  play: (peer: Awaited<ReturnType<typeof openPair>>['peer']) => void,
  deadlineMs = LONG_MS,
) {
  await using pair = await openPair();
  const { promise, resolve } = Promise.withResolvers<FirstPiece>();
  readFirstPiece(pair.near, framing, Buffer.from(begun), resolve, deadlineMs);
  play(pair.peer);
  const { content, raw } = await promise;
  return { content: content.toString(), raw: raw.toString(), near: pair.near };
}

it('is all of a body that is there already, and the raw octets as they came', async () => {
  const chunked = '3\r\nabc\r\n0\r\n\r\n';
  expect(await pieceOf({ kind: 'chunked' }, chunked, () => {})).toMatchObject({ content: 'abc', raw: chunked });
});

it('waits for the rest, until the body or the sender ends', async () => {
  const length = await pieceOf({ kind: 'length', length: 5 }, 'ab', (peer) => peer.write('cde'));
  expect(length.content).toBe('abcde');
  const close = await pieceOf({ kind: 'close' }, 'ab', (peer) => peer.socket.end('cd'));
  expect(close.content).toBe('abcd');
});

it('is no longer than its bound, and all that came goes on', async () => {
  const much = 'x'.repeat(LIMITS.ruleBody + 10);
  const { content, raw } = await pieceOf({ kind: 'close' }, much, () => {});
  expect([content.length, raw.length]).toEqual([LIMITS.ruleBody, much.length]);
});

it('does not wait for a stream that is slow', async () => {
  expect((await pieceOf({ kind: 'close' }, 'ab', () => {}, 1)).content).toBe('ab');
});

it('leaves what comes later, and the end, to whoever receives next', async () => {
  await using pair = await openPair();
  const { promise, resolve } = Promise.withResolvers<FirstPiece>();
  readFirstPiece(pair.near, { kind: 'close' }, Buffer.from('ab'), resolve, 1);
  await promise;
  const heard = hear();
  pair.near.receive(heard);
  pair.peer.socket.end('later');
  pair.near.resume();
  await heard.until(/end|gone/);
  expect(heard.events()[0]).toBe('data:later');
});
