import { once } from 'node:events';
import type { Socket } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startServer } from '../fixture/peer.ts';
import { startTlsServer } from '../fixture/tls-peer.ts';
import { LIMITS } from '../limits.ts';
import { dialSocket } from './dial.ts';
import { createTlsClient, tlsError } from './tls-client.ts';

const NEVER = new AbortController().signal;
const HOST = 'proxy.example';
const issuer = createIssuer();
const good = issuer.issue(HOST);
const trusted = { host: HOST, ca: issuer.certificate };

afterEach(() => void vi.useRealTimers());

/** Shakes hands with what listens at `port`; `socket` is what was beneath. */
async function secure(
  port: number,
  peer: { host: string; ca?: string } = trusted,
  options: { client?: ReturnType<typeof createTlsClient>; ending?: AbortSignal } = {},
) {
  const { client = createTlsClient(), ending = NEVER } = options;
  const socket = await dialSocket(['127.0.0.1'], port, NEVER);
  const secured = client.secure(socket, { ...peer, port }, ending);
  return { socket, secured };
}

describe('a handshake with a proxy', () => {
  it('offers HTTP/1.1, names the host, and speaks TLS 1.3', async () => {
    const seen = Promise.withResolvers<unknown[]>();
    await using server = await startTlsServer(
      good,
      (socket) => seen.resolve([socket.alpnProtocol, socket.servername, socket.getProtocol()]),
      { ALPNProtocols: ['http/1.1'] },
    );
    const secured = await (await secure(server.port)).secured;
    expect(await seen.promise).toEqual(['http/1.1', HOST, 'TLSv1.3']);
    secured.destroy();
  });

  it('knows a proxy by its address too, without naming it in SNI', async () => {
    const seen = Promise.withResolvers<unknown>();
    await using server = await startTlsServer(issuer.issue('127.0.0.1'), (socket) => seen.resolve(socket.servername));
    const secured = await (await secure(server.port, { ...trusted, host: '127.0.0.1' })).secured;
    expect(await seen.promise).toBe(false);
    secured.destroy();
  });

  it.each<[why: string, peer: { host: string; ca?: string }, certificate: typeof good, detail: string]>([
    ['it has expired', trusted, issuer.issue(HOST, { from: -9, to: -1 }), 'It has expired.'],
    ['it is not valid yet', trusted, issuer.issue(HOST, { from: 5, to: 9 }), 'It is not valid yet.'],
    ['it is for another name', { ...trusted, host: 'other.example' }, good, 'It is for another name.'],
    ['it is for a name and not the address', { ...trusted, host: '127.0.0.1' }, good, 'It is for another name.'],
    ['its issuer is unknown to the public', { host: HOST }, good, 'Its issuer is unknown.'],
    ['its issuer is another', { host: HOST, ca: createIssuer('Other').certificate }, good, 'Its issuer is unknown.'],
    ['it is its own issuer', { host: HOST }, issuer, 'It is signed by itself.'],
  ])('fails when the certificate cannot be trusted, because %s', async (_why, peer, certificate, detail) => {
    await using server = await startTlsServer(certificate, () => {});
    const { socket, secured } = await secure(server.port, peer);
    await expect(secured).rejects.toMatchObject({ code: 'upstream_certificate_invalid', detail, retryable: true });
    expect(socket.destroyed).toBe(true);
  });

  it.each<[what: string, script: (socket: Socket) => void, code: string]>([
    ['speaks HTTP', (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'upstream_tls_failed'],
    ['closes', (socket) => void socket.end(), 'connection_terminated'],
    ['resets', (socket) => void socket.resetAndDestroy(), 'connection_terminated'],
  ])('fails when the proxy %s', async (_what, script, code) => {
    await using server = await startServer((socket) => void socket.once('data', () => script(socket)));
    await expect((await secure(server.port)).secured).rejects.toMatchObject({ code });
  });

  it('fails when the proxy speaks nothing newer than TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await using server = await startTlsServer(good, () => {}, old);
    await expect((await secure(server.port)).secured).rejects.toMatchObject({ code: 'upstream_tls_failed' });
  });

  it('fails in time when the proxy says nothing', async () => {
    const greeted = Promise.withResolvers<void>();
    await using server = await startServer((socket) => void socket.once('data', () => greeted.resolve()));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { socket, secured } = await secure(server.port);
    const failed = expect(secured).rejects.toMatchObject({ code: 'connection_timeout' });
    await greeted.promise;
    await vi.advanceTimersByTimeAsync(LIMITS.connectMs);
    await failed;
    expect(socket.destroyed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given up when everything ends, and not begun after', async () => {
    const end = new AbortController();
    const reason = new AtlanticError('gateway_draining');
    await using server = await startServer((socket) => void socket.once('data', () => end.abort(reason)));
    await expect((await secure(server.port, trusted, { ending: end.signal })).secured).rejects.toBe(reason);
    const late = await secure(server.port, trusted, { ending: end.signal });
    await expect(late.secured).rejects.toBe(reason);
    expect(late.socket.destroyed).toBe(true);
  });
});

describe('the next handshake', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('resumes the session of %s, with the same issuers only', async (version) => {
    await using server = await startTlsServer(good, (socket) => void socket.write('x'), { maxVersion: version });
    const client = createTlsClient();
    const once_ = async (peer = trusted) => {
      const secured = await (await secure(server.port, peer, { client })).secured;
      // With the first octet the tickets of TLS 1.3 have come.
      await once(secured, 'data');
      secured.destroy();
    };
    await once_();
    await once_();
    await once_({ ...trusted, ca: `${issuer.certificate}\n` });
    expect(server.resumed).toEqual([false, true, false]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('resumes beside others that do, with %s', async (version) => {
    await using server = await startTlsServer(good, (socket) => void socket.write('x'), { maxVersion: version });
    const client = createTlsClient();
    const burst = async () => {
      const all = await Promise.all(
        [1, 2, 3, 4].map(async () => (await secure(server.port, trusted, { client })).secured),
      );
      await Promise.all(all.map((secured) => once(secured, 'data')));
      for (const secured of all) secured.destroy();
    };
    await burst();
    await burst();
    expect(server.resumed).toEqual([...Array(4).fill(false), ...Array(4).fill(true)]);
  });

  it('does not trust what an earlier one did not', async () => {
    await using server = await startTlsServer(good, (socket) => void socket.write('x'));
    const client = createTlsClient();
    const secured = await (await secure(server.port, trusted, { client })).secured;
    await once(secured, 'data');
    secured.destroy();
    const other = { ...trusted, host: 'other.example' };
    await expect((await secure(server.port, other, { client })).secured).rejects.toMatchObject({
      code: 'upstream_certificate_invalid',
    });
  });
});

it.each([
  ['CERT_SIGNATURE_FAILURE', 'upstream_certificate_invalid'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'upstream_tls_failed'],
  ['EPROTO', 'upstream_tls_failed'],
  ['ECONNRESET', 'connection_terminated'],
  ['', 'connection_terminated'],
])('names %j', (code, expected) => {
  expect(tlsError(Object.assign(new Error('words'), { code })).code).toBe(expected);
});
