import { connect, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { parseJudgeUrl } from '@atlantic/contract/judge-url.ts';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { formatBasic } from '@atlantic/wire/basic-auth.ts';
import { describe, expect, it } from 'vitest';
import { answering, startServer } from '../fixture/peer.ts';
import { endpointOf } from '../fixture/snapshot.ts';
import { startTlsServer } from '../fixture/tls-peer.ts';
import { createJudge, type JudgeQuestion } from './judge.ts';
import { createTlsClient } from './tls-client.ts';

const ending = new AbortController();

function ask(port: number, url: string, changes: Partial<JudgeQuestion> = {}) {
  const judge = parseJudgeUrl(url);
  if (!judge) throw new Error('no judge');
  const means = { resolve: async (host: string) => [host], tls: createTlsClient(), now: () => performance.now() };
  return createJudge({ ...means, ending: ending.signal })({
    endpoint: endpointOf(port),
    pool: {},
    judge,
    timeoutMs: 5_000,
    expectStatus: 200,
    ...changes,
  });
}

const failure = (code: string, stage: string) => ({ reached: false, error: { code }, stage });
const JUDGE = 'http://judge.example/ip';

describe('a judge asked through an endpoint', () => {
  it('is asked the way traffic goes, and tells the address of the exit', async () => {
    let seen = '';
    const answer = 'HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{"ip":"192.0.2.77"}';
    await using proxy = await startServer(answering(answer, { onRequest: (head) => (seen = head) }));
    const endpoint = endpointOf(proxy.port, { username: 'anna', password: 'hush' });
    expect(await ask(proxy.port, JUDGE, { endpoint })).toMatchObject({ reached: true, exitAddress: '192.0.2.77' });
    expect(seen).toMatch(/^GET http:\/\/judge\.example\/ip HTTP\/1\.1\r\nHost: judge\.example\r\n/);
    expect(seen).toContain(formatBasic('anna', 'hush'));
  });

  it.each([
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n192.0.2.7\r\n0\r\n\r\n', '192.0.2.7'],
    ['until it closes', 'HTTP/1.0 200 OK\r\n\r\n192.0.2.7', '192.0.2.7'],
    ['without an address', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', undefined],
    ['longer than is read', `HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n${'x'.repeat(9_000)}`, undefined],
  ])('may answer %s', async (_how, answer, exitAddress) => {
    await using proxy = await startServer(answering(answer, { end: true }));
    expect(await ask(proxy.port, JUDGE)).toMatchObject({ reached: true, exitAddress });
  });

  it.each([
    ['another status', 'HTTP/1.1 302 There\r\nContent-Length: 0\r\n\r\n', 'judge_unexpected'],
    ['no HTTP', 'SSH-2.0-x\r\n\r\n', 'response_malformed'],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n192', 'response_incomplete'],
    ['nothing', '', 'response_incomplete'],
    [
      'the words of the proxy itself',
      'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
      'upstream_proxy_unauthorized',
    ],
  ])('that answers with %s was not reached', async (_what, answer, code) => {
    await using proxy = await startServer(answering(answer, { end: true }));
    expect(await ask(proxy.port, JUDGE)).toMatchObject(failure(code, 'answer'));
  });

  it('is not waited for longer than was said', async () => {
    await using proxy = await startServer(() => {});
    const answer = await ask(proxy.port, JUDGE, { timeoutMs: 100 });
    expect(answer).toMatchObject(failure('connection_timeout', 'answer'));
  });

  it('says how far the endpoint came', async () => {
    const proxy = await startServer(() => {});
    await proxy[Symbol.asyncDispose]();
    expect(await ask(proxy.port, JUDGE)).toMatchObject(failure('connection_refused', 'dial'));
  });
});

/** Answers CONNECT, and leads to a port on loopback whatever was asked for. */
const tunnelTo = (port: number) => (client: Socket) => {
  client.once('data', () => {
    const far = connect(port, '127.0.0.1');
    far.on('error', () => client.destroy());
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    client.pipe(far).pipe(client);
  });
};

describe('a judge behind TLS', () => {
  const issuer = createIssuer();

  it('is asked through a tunnel, and must prove itself', async () => {
    const answering200 = answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n192.0.2.77');
    await using judge = await startTlsServer(issuer.issue('judge.example'), answering200);
    await using proxy = await startServer(tunnelTo(judge.port));
    const stranger = await ask(proxy.port, 'https://judge.example/ip');
    expect(stranger).toMatchObject(failure('upstream_certificate_invalid', 'answer'));
    const before = getCACertificates('default');
    setDefaultCACertificates([issuer.certificate]);
    const known = await ask(proxy.port, 'https://judge.example/ip').finally(() => setDefaultCACertificates(before));
    expect(known).toMatchObject({ reached: true, exitAddress: '192.0.2.77' });
  });

  it('that closes during the handshake was not reached', async () => {
    await using judge = await startServer((socket) => socket.once('data', () => socket.destroy()));
    await using proxy = await startServer(tunnelTo(judge.port));
    const answer = await ask(proxy.port, 'https://judge.example/ip');
    expect(answer).toMatchObject({ reached: false, error: { source: 'upstream' }, stage: 'answer' });
  });
});
