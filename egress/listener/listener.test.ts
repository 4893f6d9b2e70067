import { once } from 'node:events';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { ListenerProtocol } from '@atlantic/contract/snapshot.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { connectRaw, startServer } from '../fixture/peer.ts';
import { connectTo, SOCKS_GREETING } from '../fixture/requests.ts';
import { LIMITS } from '../limits.ts';
import { openListener } from './listener.ts';

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
const HTTP = 'GET / HTTP/1.1\r\nHost: h\r\n\r\n';

afterEach(() => void vi.useRealTimers());

describe('a listener', () => {
  it.each<[protocol: ListenerProtocol, says: Buffer | string, answer: string]>([
    ['http', HTTP, 'HTTP/1.1 400 '],
    ['http', SOCKS_GREETING, ''],
    ['socks5', SOCKS_GREETING, '\x05\x02'],
    ['socks5', HTTP, ''],
  ])('that speaks %s alone answers %j with %j', async (protocol, says, answer) => {
    using parts = openGateway();
    const listener = await openListener(parts.gateway, { host: '127.0.0.1', port: 0, protocols: [protocol] });
    using client = await connectRaw(listener.port);
    client.socket.end(says);
    await client.ended();
    const received = client.received().toString('latin1');
    expect(received.slice(0, answer.length)).toBe(answer);
    expect(received === '').toBe(answer === '');
    await listener.close();
    expect(parts.usage('', false).bytesUp).toBe(says.length);
  });

  it('says why an address cannot be had', async () => {
    using parts = openGateway();
    await using taken = await startServer(() => {});
    const opening = openListener(parts.gateway, { host: '127.0.0.1', port: taken.port, protocols: ['http'] });
    await expect(opening).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('lets go of a client that says nothing, without a word', async () => {
    await using gateway = await startGateway();
    fakeTimers();
    using client = await connectRaw(gateway.port);
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(LIMITS.handshakeMs - 1);
    expect(client.socket.readableEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await client.ended();
    expect(client.received()).toHaveLength(0);
  });

  it('survives a client that leaves at once, whichever way', async () => {
    await using gateway = await startGateway();
    using polite = await connectRaw(gateway.port);
    polite.socket.end();
    await polite.ended();
    using rude = await connectRaw(gateway.port);
    rude.socket.resetAndDestroy();
    await once(rude.socket, 'close');
    using next = await connectRaw(gateway.port);
    next.write(HTTP);
    await next.until(/^HTTP\/1\.1 400 /);
    expect(gateway.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('takes no new connections while it closes, and is closed when the last one is gone', async () => {
    await using origin = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(connectTo(origin.port));
    await client.until(/established\r\n\r\n/);
    const drained = vi.fn();
    const closing = gateway.drain().then(drained);
    await expect(connectRaw(gateway.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    client.write('still here');
    await client.until(/still here$/);
    expect(drained).not.toHaveBeenCalled();
    client.socket.end();
    await client.ended();
    await closing;
  });

  it.each([
    ['has said nothing yet', '', ''],
    ['is in the middle of a head', 'GET http://h/ HT', 'HTTP/1.1 503 '],
    ['is in the middle of a SOCKS handshake', SOCKS_GREETING, '\x05\x02\x01\x01'],
  ])('drops a client at the drain deadline that %s', async (_says, said, answer) => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(said);
    // The gateway waits for more, under a deadline of its own, once it has read what there is.
    if (said === SOCKS_GREETING) await client.untilBytes(2);
    const closing = gateway.drain();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    gateway.end(new AtlanticError('gateway_draining'));
    await client.ended();
    client.socket.end();
    await closing;
    const received = client.received().toString('latin1');
    expect(received.slice(0, answer.length)).toBe(answer);
    expect(received === '').toBe(answer === '');
  });
});
