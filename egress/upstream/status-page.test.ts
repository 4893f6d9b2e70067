import { describe, expect, it } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { hear } from '../fixture/pair.ts';
import { connectRaw } from '../fixture/peer.ts';
import { proxyAuth } from '../fixture/requests.ts';
import { renderStatus, type StatusFacts, statusPage } from './status-page.ts';

const FACTS: StatusFacts = {
  credential: 'demo',
  pool: 'rented',
  exit: 'http://proxy.example:3128',
  why: 'the only endpoint of its pool',
  session: { name: 'cart7', since: undefined, endsAt: undefined },
  left: { bytes: 1024, requests: null },
};

describe('the page', () => {
  it('is text for people', () => {
    const { type, body } = renderStatus(FACTS, '*/*');
    expect(type).toBe('text/plain; charset=utf-8');
    expect(body).toContain('credential:     demo\n');
    expect(body).toContain('exit:           http://proxy.example:3128\n');
    expect(body).toContain('session:        cart7\n');
    const timed = { name: 'cart7', since: 0, endsAt: 60_000 };
    expect(renderStatus({ ...FACTS, session: timed }, '').body).toContain(
      'session:        cart7, since 1970-01-01T00:00:00.000Z, until 1970-01-01T00:01:00.000Z\n',
    );
    expect(renderStatus({ ...FACTS, session: null }, '').body).toContain('session:        none\n');
    expect(body).toContain('bytes left:     1024\n');
    expect(body).toContain('requests left:  no limit\n');
    expect(body).not.toContain('seen as');
    expect(renderStatus({ ...FACTS, exitAddress: '192.0.2.7' }, '').body).toContain('seen as:        192.0.2.7\n');
    expect(renderStatus({ ...FACTS, exit: 'direct' }, '').body).toContain('direct, from the address of the gateway');
  });

  it('is JSON for programs', () => {
    const { type, body } = renderStatus(FACTS, 'text/html, application/json;q=0.9');
    expect(type).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      credential: 'demo',
      pool: 'rented',
      exit: 'http://proxy.example:3128',
      chosenBecause: 'the only endpoint of its pool',
      session: 'cart7',
      sessionSince: null,
      sessionEndsAt: null,
      bytesLeft: 1024,
      requestsLeft: null,
    });
    const seen = renderStatus({ ...FACTS, exitAddress: '192.0.2.7' }, 'application/json').body;
    expect(JSON.parse(seen)).toMatchObject({ exitAddress: '192.0.2.7' });
  });
});

/** Writes `pieces` and gives what was heard up to the end. */
async function ask(...pieces: string[]): Promise<string> {
  const { connection } = statusPage(FACTS);
  const heard = hear();
  connection.receive(heard);
  connection.resume();
  for (const piece of pieces) connection.write([Buffer.from(piece)]);
  await heard.until(/^end$/);
  expect(heard.events()).toHaveLength(2);
  return heard.events()[0] ?? '';
}

describe('the connection to it', () => {
  it('answers a request and ends, as an origin that closes would', async () => {
    const text = await ask('GET / HTTP/1.1\r\nHost: atlantic.status\r\n\r\n');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^data:HTTP\/1\.1 200 OK\r\n/);
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(head).toContain('Connection: close');
  });

  it('reads a head in pieces, and nothing behind it', async () => {
    const text = await ask('GET / HTTP/1.1\r\nHo', 'st: h\r\n\r\n', 'GET /again HTTP/1.1\r\nHost: h\r\n\r\n');
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });

  it('gives HEAD no body, and other methods 405', async () => {
    expect(await ask('HEAD / HTTP/1.1\r\nHost: h\r\n\r\n')).toMatch(/200 OK[\s\S]*\r\n\r\n$/);
    expect(await ask('POST / HTTP/1.1\r\nHost: h\r\n\r\n')).toMatch(/ 405 [\s\S]*Allow: GET, HEAD/);
    expect(await ask('what?\r\n')).toMatch(/ 405 /);
  });

  it('is silent while paused, and ends without a word for who asked nothing', async () => {
    const { connection } = statusPage(FACTS);
    const heard = hear();
    connection.receive(heard);
    connection.halfClose();
    await new Promise(setImmediate);
    expect(heard.events()).toEqual([]);
    connection.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['end']);
  });

  it('tells the next receiver what was put back, and nothing once it is destroyed', async () => {
    const { connection } = statusPage(FACTS);
    connection.unread(Buffer.from('back'));
    const heard = hear();
    connection.receive(heard);
    connection.resume();
    await heard.until(/^data:back$/);
    connection.write([Buffer.from('GET / HTTP/1.1\r\nHost: h\r\n\r\n')]);
    connection.destroy();
    await new Promise(setImmediate);
    expect(heard.events()).toEqual(['data:back']);
    expect(connection.gone).toBe(true);
  });
});

describe('through the gateway', () => {
  it('is there by plain HTTP, on a connection that stays, and says what is left', async () => {
    await using gateway = await startGateway({ quota: { bytes: 1_000_000, requests: 50 } });
    using client = await connectRaw(gateway.port);
    const request = `GET http://atlantic.status/ HTTP/1.1\r\nHost: h\r\n${proxyAuth('meg')}\r\n`;
    client.write(request);
    await client.until(/credential: {5}meg\n[\s\S]*requests left: {2}\d+\n$/);
    client.write(request);
    await client.until(/requests left[\s\S]*requests left: {2}\d+\n$/);
    expect(gateway.usage('id-meg', true)).toMatchObject({ admitted: 2, ok: 2 });
  });

  it('is there through a tunnel, whatever the port', async () => {
    await using gateway = await startGateway();
    using client = await connectRaw(gateway.port);
    client.write(`CONNECT atlantic.status:9 HTTP/1.1\r\nHost: h\r\n${proxyAuth()}\r\n`);
    await client.until(/established\r\n\r\n/);
    client.write('GET / HTTP/1.1\r\nHost: atlantic.status\r\nAccept: application/json\r\n\r\n');
    await client.until(/"credential":"alice"/);
    await client.ended();
  });
});
