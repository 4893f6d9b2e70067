/** The gateway as an HTTPS proxy: real curl, a renewed certificate, old TLS refused, and the count of what was carried. */
import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { usageSchema } from '@atlantic/contract/api.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { bodyOf } from './kit/body.ts';
import { makeCertificate } from './kit/certificate.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { temporaryFolder } from './kit/folder.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { ensureProgram } from './kit/program.ts';

const MEGABYTE = 1_000_000;
const peers = new AsyncDisposableStack();
const folder = temporaryFolder('https-proxy');
const next = temporaryFolder('https-proxy-next');
let atlantic: Atlantic;
let origin: Origin;
let credential: TestCredential;

beforeAll(async () => {
  const { certificateFile: certificate, keyFile: key } = await makeCertificate(folder.path);
  origin = peers.use(await startOrigin());
  const listeners = [{ bind: '127.0.0.1:0', tls: { certificate, key } }];
  const config = { egress: { listeners, targets: { allowPrivate: true } } };
  atlantic = peers.use(await startAtlantic({ config }));
  credential = await createCredential(atlantic, 'secure');
});
afterAll(async () => {
  await peers.disposeAsync();
  folder[Symbol.dispose]();
  next[Symbol.dispose]();
});

const through = (trusted: string, ...rest: string[]) =>
  curl(['-x', atlantic.ready.egress.http, '--proxy-cacert', trusted, '-U', credential.user, ...rest]);
const first = () => join(folder.path, 'certificate.pem');

it('is announced as what it is', () => {
  expect(atlantic.ready.egress.http).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(atlantic.ready.egress.socks5).toBe('');
  expect(atlantic.output()).toContain(`curl -x ${atlantic.ready.egress.http} -U `);
});

it('carries a megabyte by HTTP and by CONNECT, and counts what the client counts', async () => {
  for (const way of [[], ['-p']]) {
    const answer = await through(first(), ...way, `${origin.url}/bytes/${MEGABYTE}`);
    expect(answer).toMatchObject({ code: 0, status: 200 });
    expect(answer.stdout.equals(bodyOf(MEGABYTE))).toBe(true);
  }
  await vi.waitFor(
    async () => {
      const { stdout } = await atlantic.cli('usage', '--json');
      const line = usageSchema.parse(JSON.parse(stdout)).credentials.find(({ name }) => name === 'secure');
      expect(line?.outcomes.ok).toBe(2);
      // Content and heads, and nothing that TLS added: that would be above 500 octets in each direction.
      expect(line?.bytesDown).toBeGreaterThan(2 * MEGABYTE);
      expect(line?.bytesDown).toBeLessThan(2 * MEGABYTE + 1_000);
      expect(line?.bytesUp).toBeLessThan(1_000);
    },
    { timeout: 15_000, interval: 500 },
  );
});

it('speaks no TLS before 1.2', async () => {
  const openssl = await ensureProgram('openssl');
  const address = new URL(atlantic.ready.egress.http).host;
  const shake = (version: string) => {
    const command = `${openssl} s_client -connect ${address} ${version} -cipher DEFAULT@SECLEVEL=0 -alpn http/1.1`;
    return promisify(execFile)('/bin/sh', ['-c', `${command} 2>&1 </dev/null; true`], { timeout: 20_000 });
  };
  expect((await shake('-tls1_1')).stdout).toMatch(/alert protocol version|unsupported protocol/);
  expect((await shake('-tls1_2')).stdout).toMatch(/ALPN protocol: http\/1\.1/);
});

it('takes over a new certificate, and no request fails meanwhile', async () => {
  const { certificateFile, keyFile } = await makeCertificate(next.path, 'renewed');
  expect((await through(first(), 'http://atlantic.status/')).status).toBe(200);
  const both = join(next.path, 'both.pem');
  writeFileSync(both, readFileSync(first(), 'utf8') + readFileSync(certificateFile, 'utf8'));
  const keep = join(next.path, 'trusted.pem');
  copyFileSync(certificateFile, keep);
  // The certificate comes first: for a moment the two do not belong together.
  renameSync(certificateFile, first());
  expect((await through(both, 'http://atlantic.status/')).status).toBe(200);
  renameSync(keyFile, join(folder.path, 'key.pem'));
  await vi.waitFor(
    async () => {
      expect((await through(both, 'http://atlantic.status/')).status).toBe(200);
      expect((await through(keep, 'http://atlantic.status/')).status).toBe(200);
    },
    { timeout: 20_000, interval: 500 },
  );
});
