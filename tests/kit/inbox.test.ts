import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { type Inbox, openInbox } from './inbox.ts';

/** An inbox, and the other end of its line. */
async function openLine(): Promise<AsyncDisposable & { inbox: Inbox; far: Socket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  far.on('error', () => {});
  return {
    inbox: openInbox(near),
    far,
    async [Symbol.asyncDispose]() {
      near.destroy();
      far.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

it('hands out octets, heads and the rest in turn', async () => {
  await using line = await openLine();
  line.far.write('abcHTTP/1.1 200 OK\r\n');
  expect(String(await line.inbox.take(3))).toBe('abc');
  line.far.end('A: 1\r\n\r\nbody and more');
  expect(String(await line.inbox.takeHead())).toBe('HTTP/1.1 200 OK\r\nA: 1\r\n\r\n');
  expect(await line.inbox.pass(4)).toBe(4);
  await line.inbox.ended();
  expect(line.inbox.left()).toBe(9);
});

it('says how much came when the line ended too early', async () => {
  await using line = await openLine();
  line.far.end('12345');
  expect(await line.inbox.take(6)).toBeUndefined();
  expect(await line.inbox.takeHead()).toBeUndefined();
  expect(line.inbox.left()).toBe(5);
  expect(await line.inbox.pass(6)).toBe(5);
});

it('takes a reset for an end', async () => {
  await using line = await openLine();
  line.far.resetAndDestroy();
  expect(await line.inbox.take(1)).toBeUndefined();
});
