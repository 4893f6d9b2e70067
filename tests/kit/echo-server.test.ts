import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { startEchoServer } from './echo-server.ts';

it('sends everything back and closes after the client', async () => {
  await using server = await startEchoServer();
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(bodyOf(300_000));
  expect((await buffer(socket)).equals(bodyOf(300_000))).toBe(true);
});
