/** Behind HAProxy: whose address is judged, with every form of the header, with TLS, and without a header. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { makeCertificate } from './kit/certificate.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { temporaryFolder } from './kit/folder.ts';
import { type ProxyHeader, startHaproxy } from './kit/haproxy.ts';
import { freePort } from './kit/port.ts';

const STATUS = 'http://atlantic.status/';
const HEADERS: ProxyHeader[] = ['send-proxy', 'send-proxy-v2', 'send-proxy-v2 proxy-v2-options crc32c'];

const peers = new AsyncDisposableStack();
const folder = temporaryFolder('balanced');
let ports: Record<'open' | 'secure' | 'others' | 'untrusted', number>;
let certificateFile: string;
let atlantic: Atlantic;
let credential: TestCredential;

beforeAll(async () => {
  const pair = await makeCertificate(folder.path);
  certificateFile = pair.certificateFile;
  const tls = { certificate: pair.certificateFile, key: pair.keyFile };
  const [open, secure, others, untrusted] = [await freePort(), await freePort(), await freePort(), await freePort()];
  ports = { open, secure, others, untrusted };
  const bind = (port: number) => ({ bind: `127.0.0.1:${port}` });
  const proxyProtocol = ['127.0.0.0/8'];
  const listeners = [
    { ...bind(open), proxyProtocol },
    { ...bind(secure), proxyProtocol, tls },
    { ...bind(others), proxyProtocol, allowFrom: ['192.0.2.0/24'] },
    { ...bind(untrusted), proxyProtocol: ['192.0.2.1'], allowFrom: ['192.0.2.0/24'] },
  ];
  atlantic = peers.use(await startAtlantic({ config: { egress: { listeners } } }));
  credential = await createCredential(atlantic, 'balanced');
});
afterAll(async () => {
  await peers.disposeAsync();
  folder[Symbol.dispose]();
});

describe.each(HEADERS)('HAProxy with %s', (header) => {
  it('brings its clients in, also to TLS', async () => {
    await using plain = await startHaproxy(ports.open, header);
    expect(await curl(['-x', plain.url, '-U', credential.user, STATUS])).toMatchObject({ code: 0, status: 200 });
    await using secure = await startHaproxy(ports.secure, header);
    const proxy = ['-x', `https://127.0.0.1:${secure.port}`, '--proxy-cacert', certificateFile];
    expect(await curl([...proxy, '-U', credential.user, STATUS])).toMatchObject({ code: 0, status: 200 });
  });

  it('brings the address of its client to the allow-list', async () => {
    await using balancer = await startHaproxy(ports.others, header);
    const answer = await curl(['-x', balancer.url, '-U', credential.user, STATUS]);
    expect(answer.status).toBe(403);
    expect(answer.stdout.toString()).toContain('code: client_address_denied;');
  });
});

it('closes on a balancer that sends no header', async () => {
  await using balancer = await startHaproxy(ports.open, 'none');
  const answer = await curl(['-x', balancer.url, '-U', credential.user, STATUS]);
  expect([answer.code === 0, answer.status]).toEqual([false, 0]);
});

it('takes the header of a stranger for what it is, an odd request', async () => {
  const socket = connect(ports.untrusted, '127.0.0.1');
  socket.end(`PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nGET ${STATUS} HTTP/1.1\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 [\s\S]*request_malformed/);
});
