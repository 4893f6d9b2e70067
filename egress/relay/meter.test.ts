import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../fixture/gateway.ts';
import { answering, connectRaw, type RawClient, startServer } from '../fixture/peer.ts';
import { absolute, connectTo, proxyAuth, SOCKS_GREETING, socksConnect, socksLogin } from '../fixture/requests.ts';

/** Everything the gateway counted, billed or not, for one client's whole connection. */
function counted(gateway: TestGateway) {
  const parts = [gateway.usage('id-alice', true), gateway.usage('id-meg', true), gateway.usage('id-alice', false)];
  const all = [...parts, gateway.usage('id-meg', false), gateway.usage('', false)];
  const sum = (name: string) => all.reduce((total, part) => total + (part[name] ?? 0), 0);
  return { up: sum('bytesUp'), down: sum('bytesDown') };
}

/** The kernel's view from the other side of the same connection. */
async function expectExact(gateway: TestGateway, client: RawClient) {
  client.socket.end();
  if (!client.socket.closed) await once(client.socket, 'close');
  await vi.waitFor(() =>
    expect(counted(gateway)).toEqual({ up: client.socket.bytesWritten, down: client.socket.bytesRead }),
  );
}

describe('metering, against the client’s own count', () => {
  it('is exact over keep-alive requests, refused ones and what nobody used', async () => {
    await using origin = await startServer(
      answering(`HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n${'x'.repeat(70_000)}`),
    );
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write('GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n');
    await client.until(/credentials_missing[\s\S]*worth retrying: no\n$/);
    client.write(absolute(origin.port));
    await client.until(/xxx$/);
    client.write(absolute(1));
    await client.until(/connection_refused[\s\S]*worth retrying: yes\n$/);
    client.write(`${absolute(origin.port, { headers: 'Connection: close\r\n' })}octets behind the last request`);
    await client.ended();
    await expectExact(gateway, client);
    expect(gateway.usage('id-alice', true)).toMatchObject({ admitted: 3, ok: 2, failed: 1 });
    expect(gateway.usage('', false)).toMatchObject({ refused: 1 });
  });

  it('is exact over uploads of both framings', async () => {
    await using origin = await startServer((socket) => {
      let seen = '';
      socket.on('data', (chunk) => {
        seen += chunk.toString('latin1');
        if (/(\r\n0\r\n\r\n|z)$/.test(seen)) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(
      absolute(origin.port, { method: 'POST', headers: 'Content-Length: 100001\r\n', body: `${'y'.repeat(100_000)}z` }),
    );
    await client.until(/200 OK[\s\S]*\r\n\r\n$/);
    const body = `186a0\r\n${'y'.repeat(100_000)}\r\n0\r\n\r\n`;
    client.write(absolute(origin.port, { method: 'POST', headers: 'Transfer-Encoding: chunked\r\n', body }));
    await client.until(/200 OK[\s\S]*200 OK[\s\S]*\r\n\r\n$/);
    await expectExact(gateway, client);
  });

  it('is exact over a CONNECT tunnel', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(echo.port));
    await client.until(/established\r\n\r\n/);
    client.write(randomBytes(3_000_000));
    client.socket.end();
    await client.ended();
    await expectExact(gateway, client);
  });

  it('is exact over SOCKS5, accepted and refused', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(
      Buffer.concat([SOCKS_GREETING, socksLogin(), socksConnect('127.0.0.1', echo.port), Buffer.from('ping')]),
    );
    await client.until(/ping$/);
    await expectExact(gateway, client);
    const before = counted(gateway);
    using refused = await connectRaw(gateway.port);
    refused.write(Buffer.concat([SOCKS_GREETING, socksLogin('alice', 'wrong')]));
    await refused.ended();
    refused.socket.end();
    await vi.waitFor(() =>
      expect(counted(gateway)).toEqual({
        up: before.up + refused.socket.bytesWritten,
        down: before.down + refused.socket.bytesRead,
      }),
    );
  });
});

describe('a quota', () => {
  const QUOTA = 300_000;

  it('lets exactly its bytes through and cuts the download there', async () => {
    await using origin = await startServer(
      answering(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(1_000_000)}`),
    );
    await using gateway = await startGateway({ quota: { bytes: QUOTA, requests: 10 } });
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port, { name: 'meg' }));
    await client.ended();
    await vi.waitFor(() => expect(gateway.usage('id-meg', true)).toMatchObject({ refused: 1 }));
    const { bytesUp = 0, bytesDown = 0 } = gateway.usage('id-meg', true);
    expect(bytesUp + bytesDown).toBe(QUOTA);
    expect(client.received()).toHaveLength(bytesDown);
  });

  it('cuts an upload at its bytes and forwards nothing beyond', async () => {
    let arrived = 0;
    await using origin = await startServer((socket) => {
      socket.on('data', (chunk) => {
        arrived += chunk.length;
      });
    });
    await using gateway = await startGateway({ quota: { bytes: QUOTA, requests: 10 } });
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port, 'meg'));
    await client.until(/established/);
    client.write(randomBytes(1_000_000));
    await client.ended();
    const { bytesUp = 0, bytesDown = 0 } = gateway.usage('id-meg', true);
    expect(bytesUp + bytesDown).toBe(QUOTA);
    expect(arrived).toBeLessThanOrEqual(bytesUp);
  });

  it('tells the next request why it is refused', async () => {
    await using origin = await startServer(answering('HTTP/1.1 204 No Content\r\n\r\n'));
    await using gateway = await startGateway({ quota: { bytes: 1_000_000, requests: 2 } });
    using client = await connectRaw(gateway.port);
    client.write(absolute(origin.port, { name: 'meg' }));
    await client.until(/204 No Content\r\n\r\n$/);
    client.write(absolute(origin.port, { name: 'meg' }));
    await client.until(/204[\s\S]*204 No Content\r\n\r\n$/);
    client.write(absolute(origin.port, { name: 'meg' }));
    const [answer] = await client.until(/HTTP\/1\.1 429 [\s\S]*worth retrying: no\n$/);
    expect(answer).toContain('details="quota_exceeded"');
    expect(answer).toContain('Retry-After:');
    expect(gateway.usage('id-meg', true).admitted).toBe(2);
    expect(gateway.usage('id-meg', false)).toMatchObject({ refused: 1 });
  });

  it('is not spent by wrong secrets', async () => {
    await using gateway = await startGateway({ quota: { bytes: 1_000, requests: 1 } });
    using client = await connectRaw(gateway.port);
    client.write(`GET http://h/ HTTP/1.1\r\nHost: h\r\n${proxyAuth('meg', 'wrong')}\r\n`);
    await client.until(/407/);
    expect(gateway.usage('id-meg', true)).toEqual({});
  });
});
