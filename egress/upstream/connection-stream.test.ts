import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openPair, TOO_MUCH } from '../fixture/pair.ts';
import { connectionStream } from './connection-stream.ts';

it('carries octets both ways, and each end by itself', async () => {
  await using pair = await openPair();
  const stream = connectionStream(pair.near);
  pair.peer.write('from the peer');
  pair.peer.socket.end();
  expect(await text(stream)).toBe('from the peer');
  stream.end('and back');
  await pair.peer.ended();
  expect(pair.peer.received().toString()).toBe('and back');
});

it('takes no more than is read, and writes no more than is taken', async () => {
  await using pair = await openPair();
  const stream = connectionStream(pair.near);
  pair.peer.socket.pause();
  expect(stream.write(TOO_MUCH)).toBe(false);
  pair.peer.socket.resume();
  await Promise.all([once(stream, 'drain'), pair.peer.untilBytes(TOO_MUCH.length)]);
  pair.peer.socket.write(TOO_MUCH);
  await once(stream, 'readable');
  expect(stream.readableLength).toBeLessThan(TOO_MUCH.length);
});

it('ends with the connection, and ends it', async () => {
  await using pair = await openPair();
  const stream = connectionStream(pair.near);
  const closed = once(stream, 'close');
  pair.near.destroy();
  await closed;
  await using other = await openPair();
  connectionStream(other.near).destroy();
  await other.peer.ended();
  expect(other.near.gone).toBe(true);
});
