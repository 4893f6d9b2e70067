import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { answering, connectRaw, type ScriptedServer, startServer } from '../fixture/peer.ts';
import { absolute } from '../fixture/requests.ts';
import { endpointOf, throughProxies } from '../fixture/snapshot.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
/** Takes the whole request, and resets the connection instead of an answer. */
const dying = () => startServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
/** Resets in the middle of its answer. */
const breaking = () =>
  startServer((socket) =>
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi', () => socket.destroy())),
  );
const well = () => startServer(answering(OK));
const through = (...servers: ScriptedServer[]): Snapshot =>
  throughProxies(...servers.map(({ port }) => endpointOf(port)));

/** The status of the answer to one plain request. */
async function ask(snapshot: Snapshot, request: Parameters<typeof absolute>[1] = {}) {
  await using gateway = await startGateway({ snapshot });
  using client = await connectRaw(gateway.port);
  client.write(absolute(9, request));
  const [, status] = await client.until(/^HTTP\/1\.1 (\d{3})/);
  return Number(status);
}

describe('a plain request whose proxy fails after it was sent', () => {
  it('is sent by another exit when it is safe, and the client hears of one answer', async () => {
    await using first = await dying();
    await using second = await startServer(answering('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'));
    await using third = await well();
    expect(await ask(through(first, second, third))).toBe(200);
    expect([first.accepted(), second.accepted(), third.accepted()]).toEqual([1, 1, 1]);
  });

  it.each([
    ['POST', ''],
    ['DELETE', ''],
    ['GET', 'body'],
  ])('is not sent again where that could do harm: %s with "%s"', async (method, body) => {
    await using first = await dying();
    await using second = await well();
    const headers = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
    expect(await ask(through(first, second), { method, body, headers })).toBe(502);
    expect([first.accepted(), second.accepted()]).toEqual([1, 0]);
  });

  it('is not sent again once the answer has begun', async () => {
    await using first = await breaking();
    await using second = await well();
    expect(await ask(through(first, second))).toBe(200);
    expect(second.accepted()).toBe(0);
  });

  it('ends with what the last exit said, after as many as the policy allows', async () => {
    const all = await Promise.all([dying(), dying(), dying(), dying()]);
    try {
      expect(await ask(through(...all))).toBe(502);
      expect(all.map((each) => each.accepted())).toEqual([1, 1, 1, 0]);
    } finally {
      await Promise.all(all.map((each) => each[Symbol.asyncDispose]()));
    }
  });

  it('is counted once, however often it was sent', async () => {
    await using first = await dying();
    await using second = await well();
    await using gateway = await startGateway({ snapshot: through(first, second) });
    using client = await connectRaw(gateway.port);
    client.write(absolute(9));
    await client.until(/\r\n\r\nhi$/);
    client.write(absolute(9));
    await client.until(/hi[\s\S]*\r\n\r\nhi$/);
    await gateway.drain();
    expect(gateway.usage('id-alice', true)).toMatchObject({ admitted: 2, ok: 2 });
  });
});

describe('a connection that an answer left open', () => {
  /** Sends the requests one after another on one connection, each once the answer to the one before is there. */
  async function converse(port: number, requests: readonly string[]): Promise<string> {
    using client = await connectRaw(port);
    for (const [index, request] of requests.entries()) {
      client.write(request);
      await client.until(new RegExp(`(?:HTTP/1\\.1[\\s\\S]*?\r\n\r\nhi){${index + 1}}$`));
    }
    return client.received().toString('latin1');
  }

  it('serves the same client’s next request to the same target', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway();
    await converse(gateway.port, [absolute(origin.port), absolute(origin.port), absolute(origin.port)]);
    expect(origin.accepted()).toBe(1);
    await converse(gateway.port, [absolute(origin.port)]);
    expect(origin.accepted()).toBe(2);
  });

  it.each([
    ['that must not be sent twice', absolute, { method: 'POST' }],
    ['of another credential', absolute, { name: 'meg' }],
  ] as const)('serves no request %s', async (_, request, changes) => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway();
    await converse(gateway.port, [request(origin.port), request(origin.port, changes)]);
    expect(origin.accepted()).toBe(2);
  });

  it.each([
    ['says that it closes', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi'],
    ['speaks HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi'],
    ['says more than its answer', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!'],
  ])('is closed when the target %s', async (_, answer) => {
    await using origin = await startServer(answering(answer));
    await using gateway = await startGateway();
    await converse(gateway.port, [absolute(origin.port), absolute(origin.port)]);
    expect(origin.accepted()).toBe(2);
  });

  it('costs no request when the target closes it just then', async () => {
    let requests = 0;
    await using origin = await startServer((socket) =>
      socket.on('data', () => {
        requests += 1;
        // The second one meets a server whose patience is over.
        if (requests === 2) socket.destroy();
        else socket.write(OK);
      }),
    );
    await using gateway = await startGateway();
    await converse(gateway.port, [absolute(origin.port), absolute(origin.port)]);
    expect(origin.accepted()).toBe(2);
    await gateway.drain();
    expect(gateway.usage('id-alice', true)).toMatchObject({ admitted: 2, ok: 2 });
  });

  it('is not used through a proxy, which may change its exit with each connection, but for a session', async () => {
    await using proxy = await startServer(answering(OK));
    await using gateway = await startGateway({ snapshot: through(proxy) });
    await converse(gateway.port, [absolute(9), absolute(9)]);
    expect(proxy.accepted()).toBe(2);
    const inSession = absolute(9, { name: 'alice-session-cart' });
    await converse(gateway.port, [inSession, inSession]);
    expect(proxy.accepted()).toBe(3);
  });
});
