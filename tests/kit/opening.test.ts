import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { credentialOf } from './credential.ts';
import type { Door } from './door.ts';
import { openInbox } from './inbox.ts';
import { openTunnel } from './opening.ts';
import type { SessionRecord } from './transfer.ts';

/** Asks a server that gives the answers in turn, one for each thing it hears, and then closes. */
async function ask(door: Door['name'], answers: readonly (string | number[])[]): Promise<SessionRecord> {
  const left = answers.map((answer) => Buffer.from(answer as string));
  const server = createServer((socket) => {
    socket.on('data', () => {
      const answer = left.shift();
      if (answer) socket.write(answer);
      if (left.length === 0) socket.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const record: SessionRecord = {
    door,
    credential: 'one',
    opening: { sent: 0, received: 0 },
    connected: true,
    open: false,
    refusal: undefined,
    transfers: [],
  };
  const plan = { door, credential: credentialOf('one', 'user', 'secret'), port, originPort: 80, transfers: [] };
  try {
    record.open = await openTunnel({ socket, inbox: openInbox(socket) }, plan, record);
    return record;
  } finally {
    socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

const REFUSAL =
  'HTTP/1.1 429 No\r\nProxy-Status: a; details=quota_exceeded\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nwhy\n';
const SOCKS_REFUSAL = [5, 2, 0, 1, 0, 0, 0, 0, 0, 0];

it('asks for nothing by HTTP', async () => {
  expect(await ask('HTTP', [''])).toMatchObject({ open: true, opening: { sent: 0, received: 0 } });
});

it('opens a tunnel by CONNECT, and notes a refusal with every octet of it', async () => {
  const yes = 'HTTP/1.1 200 Yes\r\n\r\n';
  expect(await ask('CONNECT', [yes])).toMatchObject({ open: true, opening: { received: yes.length } });
  expect(await ask('CONNECT', [REFUSAL])).toMatchObject({
    open: false,
    opening: { received: REFUSAL.length },
    refusal: { status: 429, code: 'quota_exceeded', retryAfter: '1' },
  });
});

it('opens a tunnel by SOCKS5, and notes a refusal', async () => {
  const opening = { sent: 3 + 3 + 'usersecret'.length + 10, received: 2 + 2 + 10 };
  const yes = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  expect(await ask('SOCKS5', [[5, 2], [1, 0], yes])).toMatchObject({ open: true, opening });
  expect(await ask('SOCKS5', [[5, 2], [1, 0], SOCKS_REFUSAL])).toMatchObject({
    open: false,
    opening,
    refusal: { reply: 2 },
  });
  expect(
    await ask('SOCKS5', [
      [5, 2],
      [1, 1],
    ]),
  ).toMatchObject({ open: false, refusal: undefined });
});

it('counts what came before the line ended', async () => {
  expect(await ask('CONNECT', ['HTTP/1.1 2'])).toMatchObject({
    open: false,
    opening: { received: 10 },
    refusal: undefined,
  });
  expect(await ask('SOCKS5', [[5]])).toMatchObject({ open: false, opening: { sent: 3, received: 1 } });
});
