import { randomBytes } from 'node:crypto';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { connectRaw, startServer } from '../fixture/peer.ts';
import { connectTo } from '../fixture/requests.ts';

const ESTABLISHED = /200 Connection established\r\n\r\n/;

describe('a tunnel', () => {
  it('carries megabytes both ways at once, unchanged', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(echo.port));
    await client.until(ESTABLISHED);
    const head = client.received();
    const body = randomBytes(4_000_000);
    client.write(body);
    client.socket.end();
    await client.ended();
    expect(client.received().subarray(head.length).equals(body)).toBe(true);
  });

  it('passes each side’s FIN on by itself', async () => {
    await using origin = await startServer((socket) => {
      let seen = '';
      socket.on('data', (chunk) => {
        seen += chunk;
      });
      socket.on('end', () => socket.end(`after the end I saw: ${seen}`));
    });
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port));
    await client.until(ESTABLISHED);
    client.write('last words');
    client.socket.end();
    await client.until(/after the end I saw: last words$/);
    await client.ended();
    await vi.waitFor(() => expect(gateway.usage('id-alice', true)).toMatchObject({ ok: 1 }));
  });

  it('forwards octets sent together with CONNECT', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(`${connectTo(echo.port)}early`);
    await client.until(/established\r\n\r\nearly$/);
  });

  it('ends when the target resets, and blames the target', async () => {
    await using origin = await startServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port));
    await client.until(ESTABLISHED);
    client.write('x');
    await client.ended();
    client.socket.end();
    await vi.waitFor(() => expect(gateway.usage('id-alice', true)).toMatchObject({ failed: 1 }));
  });

  it('ends when the client resets, and blames nobody else', async () => {
    const gone = Promise.withResolvers<void>();
    await using origin = await startServer((socket) => socket.resume().on('end', () => gone.resolve()));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port));
    await client.until(ESTABLISHED);
    client.socket.resetAndDestroy();
    await gone.promise;
    await vi.waitFor(() => expect(gateway.usage('id-alice', true)).toMatchObject({ abandoned: 1 }));
  });

  it('is cut at the drain deadline', async () => {
    await using origin = await startServer(() => {});
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port));
    await client.until(ESTABLISHED);
    gateway.end(new AtlanticError('gateway_draining'));
    await client.ended();
    await vi.waitFor(() => expect(gateway.usage('id-alice', true)).toMatchObject({ failed: 1 }));
  });
});
