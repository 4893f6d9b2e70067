import { CATALOGUE, type ErrorCode } from '@atlantic/contract/errors.ts';
import { SOCKS_REPLY } from '@atlantic/wire/socks5-reply.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { answering, connectRaw, startServer } from '../fixture/peer.ts';
import { SOCKS_GREETING, socksConnect, socksLogin } from '../fixture/requests.ts';
import { LIMITS } from '../limits.ts';
import { replyOf } from './socks5.ts';

const hex = (bytes: Buffer) => bytes.toString('hex');

afterEach(() => void vi.useRealTimers());

describe('the SOCKS5 door', () => {
  it('opens a tunnel after greeting, login and request', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(SOCKS_GREETING);
    await client.untilBytes(2);
    client.write(socksLogin());
    await client.untilBytes(4);
    client.write(socksConnect('127.0.0.1', echo.port));
    await client.untilBytes(14);
    expect(hex(client.received())).toBe('0502' + '0100' + '05000001000000000000');
    client.write('ping');
    await client.until(/ping$/);
  });

  it('takes the whole handshake and early data in one piece', async () => {
    await using origin = await startServer(answering('HTTP/1.1 204 No Content\r\n\r\n'));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(
      Buffer.concat([
        SOCKS_GREETING,
        socksLogin(),
        socksConnect('127.0.0.1', origin.port),
        Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      ]),
    );
    await client.until(/204 No Content\r\n\r\n$/);
  });

  it('takes the handshake octet by octet', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.socket.setNoDelay(true);
    for (const octet of Buffer.concat([SOCKS_GREETING, socksLogin(), socksConnect('127.0.0.1', echo.port)])) {
      client.write(Buffer.from([octet]));
      await new Promise(setImmediate);
    }
    await client.untilBytes(14);
  });

  it('gives the whole handshake the time of one, however often the client says something', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    client.write(SOCKS_GREETING);
    await client.untilBytes(2);
    await vi.advanceTimersByTimeAsync(LIMITS.handshakeMs - 2);
    client.write(socksLogin());
    await client.untilBytes(4);
    await vi.advanceTimersByTimeAsync(2);
    vi.useRealTimers();
    await client.ended();
    // RFC 1928 §6: a general failure.
    expect(hex(client.received())).toBe('0502' + '0100' + '05010001000000000000');
  });

  it('refuses a client that offers no password', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(Buffer.from([5, 1, 0]));
    await client.ended();
    expect(hex(client.received())).toBe('05ff');
  });

  it('refuses a wrong secret in the login reply', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(Buffer.concat([SOCKS_GREETING, socksLogin('alice', 'wrong')]));
    await client.ended();
    expect(hex(client.received())).toBe('0502' + '0101');
  });

  it.each([
    ['a closed port', socksConnect('127.0.0.1', 1), '05'],
    ['a command other than CONNECT', socksConnect('127.0.0.1', 1, 2), '07'],
    ['an unknown address type', Buffer.from([5, 1, 0, 9, 0, 0, 0, 0]), '08'],
  ])('answers %s with reply %s', async (_name, request, reply) => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(Buffer.concat([SOCKS_GREETING, socksLogin(), request]));
    await client.ended();
    expect(hex(client.received())).toMatch(new RegExp(`^0502010005${reply}`));
  });

  it('takes options off the user name, and refuses wrong ones in the reply', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(
      Buffer.concat([
        SOCKS_GREETING,
        socksLogin('alice-session-a'),
        socksConnect('127.0.0.1', echo.port),
        Buffer.from('hi'),
      ]),
    );
    await client.until(/hi$/);
    using wrong = await connectRaw(gateway.port);
    wrong.write(Buffer.concat([SOCKS_GREETING, socksLogin('alice-sesion-a'), socksConnect('127.0.0.1', echo.port)]));
    await wrong.ended();
    expect(hex(wrong.received())).toMatch(/^050201000502/);
  });

  it('has a failing reply for every error there is', () => {
    for (const code of Object.keys(CATALOGUE) as ErrorCode[]) {
      expect(replyOf(code)).toBeGreaterThan(0);
      expect(replyOf(code)).toBeLessThanOrEqual(8);
    }
  });
});

describe('a listener with a credential of its own', () => {
  const listener = { allowFrom: ['127.0.0.1'], credential: 'alice' };
  const NO_LOGIN = Buffer.from([5, 1, 0]);

  it('takes a client without a login, and one with any', async () => {
    await using origin = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway({ listener });
    for (const hello of [[NO_LOGIN], [SOCKS_GREETING, socksLogin('who-ever', 'cares')]]) {
      using client = await connectRaw(gateway.port);
      client.write(Buffer.concat([...hello, socksConnect('127.0.0.1', origin.port), Buffer.from('echo')]));
      await client.until(/echo$/);
      client.socket.end();
      await client.ended();
    }
    await gateway.drain();
    expect(gateway.usage('id-alice', true)).toMatchObject({ ok: 2 });
  });

  it.each([
    ['is not for this address', { ...listener, allowFrom: ['192.0.2.1'] }],
    ['is paused', { ...listener, credential: 'paul' }],
    ['is gone', { ...listener, credential: 'nobody' }],
  ])('says that it may not be used when it %s', async (_why, refusing) => {
    await using gateway = await startGateway({ listener: refusing });
    using client = await connectRaw(gateway.port);
    client.write(Buffer.concat([NO_LOGIN, socksConnect('127.0.0.1', 1)]));
    await client.ended();
    expect(client.received().subarray(0, 4)).toEqual(Buffer.from([5, 0, 5, SOCKS_REPLY.notAllowed]));
  });

  it('accepts no login nowhere else', async () => {
    await using gateway = await startGateway({ listener: { allowFrom: ['127.0.0.1'] } });
    using client = await connectRaw(gateway.port);
    client.write(NO_LOGIN);
    await client.ended();
    expect(client.received()).toEqual(Buffer.from([5, 0xff]));
  });
});
