import { describe, expect, it } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { answering, connectRaw, type ScriptedServer, startServer } from '../fixture/peer.ts';
import { providerOf } from '../fixture/provider.ts';
import { absolute } from '../fixture/requests.ts';
import { endpointOf, snapshotOf, throughProxies } from '../fixture/snapshot.ts';

const answers = (text: string) => startServer(answering(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${text}`));
const IN_SESSION = 'Proxy-Options: session=cart\r\n';
const REPORT = `${IN_SESSION}Proxy-Report: banned;minutes=5\r\n`;

/** What each of these requests is answered, one after another on connections of their own. */
async function ask(servers: readonly ScriptedServer[], ...headers: string[]) {
  const snapshot = throughProxies(...servers.map(({ port }) => endpointOf(port, { id: `${port}` })));
  await using gateway = await startGateway({ snapshot });
  const said: string[] = [];
  for (const each of headers) {
    await using client = await connectRaw(gateway.port);
    client.write(absolute(9, { headers: each }));
    const [, status = '', body = ''] = await client.until(/^HTTP\/1\.1 (\d{3})[\s\S]*?\r\n\r\n([\s\S]+)/);
    said.push(status === '200' ? body : status);
  }
  return said;
}

describe('a report', () => {
  it('moves its session with the request that says it, and for good', async () => {
    await using one = await answers('1');
    await using two = await answers('2');
    const [home, moved, later] = await ask([one, two], IN_SESSION, REPORT, IN_SESSION);
    expect(new Set([home, moved])).toEqual(new Set(['1', '2']));
    expect(later).toBe(moved);
  });

  it('that is said again at once is about the same exit', async () => {
    await using one = await answers('1');
    await using two = await answers('2');
    await using three = await answers('3');
    const [home, ...moved] = await ask([one, two, three], IN_SESSION, REPORT, REPORT, REPORT);
    expect(moved).not.toContain(home);
    expect(new Set(moved).size).toBe(1);
  });

  it('is the loss of a strict session', async () => {
    await using one = await answers('1');
    await using two = await answers('2');
    const strict = (text: string) => text.replace('cart', 'cart, strict=on');
    expect((await ask([one, two], strict(IN_SESSION), strict(REPORT))).slice(1)).toEqual(['503']);
  });

  it('needs a session', async () => {
    await using one = await answers('1');
    expect(await ask([one], 'Proxy-Report: banned\r\n')).toEqual(['400']);
  });

  it('travels no further', async () => {
    const heard: string[] = [];
    await using one = await startServer((socket) =>
      socket.on('data', (chunk) => {
        heard.push(chunk.toString());
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1');
      }),
    );
    await using two = await answers('2');
    await ask([one, two], IN_SESSION, REPORT, IN_SESSION);
    expect(heard.join('').toLowerCase()).not.toContain('proxy-report');
  });

  it('bans no gateway of a provider: its session begins a new life there', async () => {
    const sessions: string[] = [];
    await using provider = await startServer((socket) =>
      socket.on('data', (chunk) => {
        const [, secret = ''] = /Proxy-Authorization: Basic (\S+)/i.exec(chunk.toString()) ?? [];
        sessions.push(Buffer.from(secret, 'base64').toString());
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\np');
      }),
    );
    const pool = {
      name: 'geo',
      kind: 'provider' as const,
      endpoints: [endpointOf(provider.port)],
      provider: providerOf('oxylabs'),
    };
    await using gateway = await startGateway({
      snapshot: snapshotOf({ pools: [pool], routes: [{ match: {}, pool: 'geo' }] }),
    });
    for (const headers of [IN_SESSION, REPORT, IN_SESSION]) {
      await using client = await connectRaw(gateway.port);
      client.write(absolute(9, { headers }));
      await client.until(/\r\n\r\np$/);
    }
    expect([new Set(sessions).size, sessions[1]]).toEqual([2, sessions[2]]);
  });
});
