import { makeCertificate } from '@atlantic/tests/kit/certificate.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { proxyV2 } from '@atlantic/wire/testing/proxy-header.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTls, connectTls } from '../fixture/door.ts';
import { startGateway } from '../fixture/gateway.ts';
import { answering, connectRaw, startServer } from '../fixture/peer.ts';
import { absolute } from '../fixture/requests.ts';

const LINE = 'PROXY TCP4 192.0.2.1 127.0.0.1 56271 8080\r\n';
const BALANCER = { proxyProtocol: ['127.0.0.1'], allowFrom: ['192.0.2.0/24'] };
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
const CLOSE = { headers: 'Connection: close\r\n' };

const folder = temporaryFolder('accept');
let tls: { certificate: string; key: string };
beforeAll(async () => {
  const { certificateFile, keyFile } = await makeCertificate(folder.path);
  tls = { certificate: certificateFile, key: keyFile };
});
afterAll(() => folder[Symbol.dispose]());

describe('a balancer that is trusted', () => {
  it('speaks for its client, whose address is the one that is judged', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway({ listener: BALANCER });
    for (const [header, status] of [
      [LINE, 200],
      ['PROXY TCP4 198.51.100.1 127.0.0.1 1 2\r\n', 403],
      // For itself: its own address is not on the list.
      [proxyV2({ command: 0x20, body: Buffer.alloc(0) }), 403],
    ] as const) {
      using client = await connectRaw(gateway.port);
      client.write(Buffer.concat([Buffer.from(header), Buffer.from(absolute(origin.port, CLOSE))]));
      const [, said] = await client.until(/^HTTP\/1\.1 (\d+) [\s\S]*\r\n\r\n/);
      expect(Number(said)).toBe(status);
      client.socket.end();
      await client.ended();
    }
  });

  it('must send its header, and what it sent instead is counted', async () => {
    await using gateway = await startGateway({ listener: BALANCER });
    using client = await connectRaw(gateway.port);
    const request = absolute(1);
    client.write(request);
    await client.ended();
    await gateway.drain();
    expect(client.received()).toHaveLength(0);
    expect(gateway.usage('', false)).toMatchObject({ bytesUp: request.length, refused: 1 });
    expect(gateway.logged.at(-1)?.fields).toMatchObject({ code: 'proxy_header_malformed' });
    expect(JSON.stringify(gateway.logged)).not.toMatch(/192\.0\.2|"127\.0\.0\.1"/);
  });

  it('has its header counted, and charged to nobody', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway({ listener: { proxyProtocol: ['127.0.0.1'] } });
    using client = await connectRaw(gateway.port);
    const request = absolute(origin.port, CLOSE);
    client.socket.end(`${LINE}${request}`);
    await client.ended();
    await gateway.drain();
    expect(gateway.usage('id-alice', true)).toMatchObject({ bytesUp: request.length, ok: 1 });
    expect(gateway.usage('', false)).toMatchObject({ bytesUp: LINE.length });
  });
});

it('believes no header of anybody else', async () => {
  await using gateway = await startGateway({ listener: { proxyProtocol: ['192.0.2.7'], allowFrom: ['192.0.2.1'] } });
  using client = await connectRaw(gateway.port);
  client.write(`${LINE}${absolute(1)}`);
  await client.until(/code: request_malformed;/);
});

describe('a listener with a certificate', () => {
  it('serves inside TLS what it would serve without, and counts what the client sent and got', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway({ listener: { tls } });
    const request = absolute(origin.port, CLOSE);
    const secure = await connectTls(gateway.port, { ALPNProtocols: ['h2', 'http/1.1'] });
    expect([secure.alpnProtocol, secure.getProtocol()]).toEqual(['http/1.1', 'TLSv1.3']);
    const answer = await askTls(secure, request);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok$/);
    await gateway.drain();
    expect(gateway.usage('id-alice', true)).toMatchObject({ bytesUp: request.length, bytesDown: answer.length, ok: 1 });
  });

  it('takes the header of a balancer before TLS', async () => {
    await using origin = await startServer(answering(OK));
    await using gateway = await startGateway({ listener: { ...BALANCER, tls } });
    const secure = await connectTls(gateway.port, {}, LINE);
    expect(await askTls(secure, absolute(origin.port, CLOSE))).toMatch(/ok$/);
    await gateway.drain();
    expect(gateway.usage('', false)).toMatchObject({ bytesUp: LINE.length });
  });

  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, /PROTOCOL_VERSION/],
    ['HTTP/2 alone', { ALPNProtocols: ['h2'] }, /NO_APPLICATION_PROTOCOL/],
    ['no suite of ours', { maxVersion: 'TLSv1.2', ciphers: 'AES256-SHA' }, /HANDSHAKE_FAILURE/],
  ] as const)('refuses %s, counts that, and says no address', async (_what, options, code) => {
    await using gateway = await startGateway({ listener: { tls } });
    const wants = { ...options, ...('ALPNProtocols' in options && { ALPNProtocols: [...options.ALPNProtocols] }) };
    await expect(connectTls(gateway.port, wants)).rejects.toMatchObject({ code: expect.stringMatching(code) });
    await gateway.drain();
    expect(gateway.usage('', false)).toMatchObject({ bytesUp: 0, refused: 1 });
    expect(gateway.logged).toMatchObject([{ level: 'debug', fields: { code: 'tls_handshake_failed' } }]);
    expect(JSON.stringify(gateway.logged[0]?.fields).replace(/"listener":"[^"]*"/, '')).not.toContain('127.0.0.1');
  });

  it.each([
    ['at once', ''],
    ['behind a header', LINE],
    ['in the middle of its hello', '\x16\x03\x01'],
  ])('lets go of a client that ends %s', async (_when, said) => {
    await using gateway = await startGateway({ listener: said === LINE ? { ...BALANCER, tls } : { tls } });
    using client = await connectRaw(gateway.port);
    client.socket.end(Buffer.from(said, 'latin1'));
    await client.ended();
    await gateway.drain();
    expect(gateway.usage('', false)).toMatchObject({ refused: 1 });
  });

  it('does not speak without TLS', async () => {
    await using gateway = await startGateway({ listener: { tls } });
    using client = await connectRaw(gateway.port);
    client.write(absolute(1));
    await client.ended();
    expect(client.received().toString('latin1')).not.toContain('HTTP/1.1');
  });
});
