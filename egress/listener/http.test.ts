import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { answering, connectRaw, startServer } from '../fixture/peer.ts';
import { proxyAuth as auth } from '../fixture/requests.ts';
import { LIMITS } from '../limits.ts';
import { openListener } from './listener.ts';

const get = (port: number, headers = auth(), path = '/') =>
  `GET http://127.0.0.1:${port}${path} HTTP/1.1\r\nHost: wrong.example\r\n${headers}\r\n`;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

afterEach(() => void vi.useRealTimers());

describe('the HTTP door', () => {
  it('forwards an absolute-form request in origin form, without what is the proxy’s own', async () => {
    let seen = '';
    await using origin = await startServer(answering(OK, { onRequest: (head) => (seen = head) }));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(origin.port, `${auth()}Proxy-Connection: keep-alive\r\nX-Kept: yes\r\n`, '/a?b=c'));
    await client.until(/hello$/);
    expect(seen).toBe(`GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nX-Kept: yes\r\n\r\n`);
  });

  it('serves many requests on one connection, to different targets', async () => {
    await using one = await startServer(answering('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none'));
    await using two = await startServer(
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n'),
    );
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(one.port));
    await client.until(/one$/);
    client.write(get(two.port));
    await client.until(/3\r\ntwo\r\n0\r\n\r\n$/);
    client.write(get(one.port));
    await client.until(/one[\s\S]*one$/);
  });

  it('answers pipelined requests one after another', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(origin.port) + get(origin.port) + get(origin.port));
    await client.until(/(hello[\s\S]*){3}$/);
  });

  it('asks for credentials with 407 and keeps the connection usable', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(origin.port, ''));
    const [first] = await client.until(/HTTP\/1\.1 407[\s\S]*worth retrying: no\n/);
    expect(first).toContain('Proxy-Authenticate: Basic realm="Atlantic", charset="UTF-8"');
    expect(first).toContain('details="credentials_missing"');
    client.write(get(origin.port, auth('alice', 'wrong')));
    await client.until(/credentials_invalid[\s\S]*worth retrying: no\n/);
    client.write(get(origin.port));
    await client.until(/hello$/);
  });

  it('keeps a connection usable after 407 to CONNECT', async () => {
    await using echo = await startServer((socket) => void socket.pipe(socket));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    const request = (headers: string) => `CONNECT 127.0.0.1:${echo.port} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`;
    client.write(request(''));
    await client.until(/407[\s\S]*worth retrying: no\n/);
    client.write(request(auth()));
    await client.until(/200 Connection established\r\n\r\n$/);
    client.write('ping');
    await client.until(/ping$/);
  });

  const refusals: [name: string, request: string, status: number, code: string][] = [
    ['garbage', '\x16\x03\x01\x02\x00\x01\r\n\r\n', 400, 'request_malformed'],
    ['a web request', 'GET / HTTP/1.1\r\nHost: gateway\r\n\r\n', 400, 'request_not_proxied'],
    ['a paused credential', get(1, auth('paul')), 403, 'credential_paused'],
    ['an unknown user', get(1, auth('nobody')), 407, 'credentials_invalid'],
    ['a scheme it does not forward', `GET ftp://h/ HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`, 400, 'request_malformed'],
    ['https in absolute form', `GET https://h/ HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`, 501, 'request_unsupported'],
    ['CONNECT without a port', `CONNECT h HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`, 400, 'request_malformed'],
    [
      'two lengths',
      `POST http://h/ HTTP/1.1\r\nHost: h\r\n${auth()}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      400,
      'request_malformed',
    ],
    [
      'a head without end',
      `GET http://h/ HTTP/1.1\r\nX: ${'x'.repeat(LIMITS.requestHead)}`,
      431,
      'request_head_too_large',
    ],
    ['a closed port', get(1), 502, 'connection_refused'],
  ];
  it.each(refusals)('answers %s with %s', async (_name, request, status, code) => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(request);
    const [answer] = await client.until(/HTTP\/1\.1 [\s\S]*worth retrying: (yes|no)\n/);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain(`details="${code}"`);
  });

  it('takes options off the user name and out of the header, and passes neither on', async () => {
    let seen = '';
    await using origin = await startServer(answering(OK, { onRequest: (head) => (seen = head) }));
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(origin.port, `${auth('alice-session-cart7')}Proxy-Options: lifetime=10\r\n`));
    await client.until(/hello$/);
    expect(seen).not.toMatch(/options|cart7/i);
  });

  it.each([
    ['an unknown option', 'alice-contry-us', 400, 'option_unknown'],
    ['a contradiction', 'alice-session-a-rotate-request', 400, 'option_conflict'],
    ['a place no exit is known to be in', 'alice-country-us', 503, 'exit_unmatched'],
    ['an option of a stranger, before anything about it is said', 'nobody-contry-us', 407, 'credentials_invalid'],
  ])('refuses %s', async (_name, username, status, code) => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(1, auth(username)));
    const [answer] = await client.until(/HTTP\/1\.1 [\s\S]*worth retrying: (yes|no)\n/);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain(`details="${code}"`);
  });

  it('makes a client that guesses wait, and says how long', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(1, auth('alice', 'wrong')).repeat(31));
    const [answer] = await client.until(/HTTP\/1\.1 429 [\s\S]*auth_throttled[\s\S]*\n$/);
    expect(answer).toContain('Retry-After: 2');
    expect(
      client
        .received()
        .toString()
        .match(/HTTP\/1\.1 407/g),
    ).toHaveLength(30);
  });

  it('says it in JSON to a client that accepts JSON', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(get(1, `${auth()}Accept: application/json\r\n`));
    const [, body = ''] = await client.until(/\r\n\r\n(\{.*\})\n$/);
    expect(JSON.parse(body)).toMatchObject({
      error: { code: 'connection_refused', fault: 'upstream', retryable: true },
    });
  });

  it('closes a connection on which no head is finished in time, and says why', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    client.write('GET http://127.0.0.1/ HTTP/1.1\r\nHost: h\r\n');
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    await vi.advanceTimersByTimeAsync(LIMITS.handshakeMs + 1);
    vi.useRealTimers();
    await client.until(/HTTP\/1\.1 408 [\s\S]*request_timeout/);
    await client.ended();
  });

  it('survives a client that leaves in the middle of a head', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write('GET http://127.0');
    client.socket.end();
    await client.ended();
    expect(client.received()).toHaveLength(0);
  });

  it.each([
    ['an answer', false],
    ['a refusal', true],
  ])('stays with idle clients when others take over, and says with %s that it is the last', async (_, refused) => {
    await using origin = await startServer(answering(OK));
    using parts = openGateway();
    const listener = await openListener(parts.gateway, { host: '127.0.0.1', port: 0, protocols: ['http'] });
    const request = get(refused ? 1 : origin.port);
    using client = await connectRaw(listener.port);
    client.write(request);
    await client.until(refused ? /worth retrying: yes\n/ : /hello$/);
    const before = client.received().length;
    expect(client.received().toString()).not.toMatch(/\r\nConnection: close\r\n/i);
    parts.retire();
    client.write(request);
    await client.ended();
    expect(client.received().subarray(before).toString()).toMatch(/\r\nConnection: close\r\n/i);
    client.socket.end();
    await listener.close();
  });

  it('lets idle connections go when it drains, and finishes what runs', async () => {
    let release = () => {};
    await using origin = await startServer((socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nfir');
        release = () => void socket.write('st!');
      });
    });
    await using gateway = await startGateway();
    using idle = await connectRaw(gateway.port);
    idle.write(get(1));
    await idle.until(/worth retrying: yes\n/);
    using busy = await connectRaw(gateway.port);
    busy.write(get(origin.port));
    await busy.until(/fir$/);
    const drained = gateway.drain();
    await idle.ended();
    release();
    await busy.until(/first!$/);
    idle.socket.end();
    busy.socket.end();
    await drained;
  });
});

describe('a listener with terms of its own', () => {
  const listener = { allowFrom: ['127.0.0.1'], credential: 'alice', options: { session: 'cart7' } };
  const ask = async (terms: object, request: string) => {
    await using gateway = await startGateway({ listener: terms });
    using client = await connectRaw(gateway.port);
    client.write(request);
    await client.ended();
    return client.received().toString('latin1');
  };
  const page = (headers = '') =>
    `GET http://atlantic.status/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${headers}\r\n`;

  it('needs no credential of the client, and reads none', async () => {
    const [plain, blank, wrong] = [page(), page(auth('', '')), page(auth('mallory-session-x', 'wrong'))];
    for (const request of [plain, blank, wrong]) {
      const answer = await ask(listener, request);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toContain('cart7');
    }
  });

  it('adds its options to those in the header, and has none of them set twice', async () => {
    expect(await ask(listener, page('Proxy-Options: strict=on\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
    const twice = await ask(listener, page('Proxy-Options: session=cart7\r\n'));
    expect(twice).toContain('It is the option session, which the listener or the credential sets.');
  });

  it('refuses other addresses, before it asks for a secret', async () => {
    const answer = await ask({ allowFrom: ['192.0.2.0/24'] }, page());
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*code: client_address_denied;/);
    expect(answer).not.toContain('Proxy-Authenticate');
  });
});
