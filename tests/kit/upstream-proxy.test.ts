import { describe, expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { curl } from './curl.ts';
import { startDante } from './dante.ts';
import { temporaryFolder } from './folder.ts';
import { startMicrosocks } from './microsocks.ts';
import { startOrigin } from './origin.ts';
import { freePort } from './port.ts';
import { startSquid } from './squid.ts';
import { startSsh } from './ssh.ts';
import { startStunnel } from './stunnel.ts';
import { startTinyproxy } from './tinyproxy.ts';
import { startProxyProgram } from './upstream-proxy.ts';

describe.each([
  // Older versions of tinyproxy answer 401 where 407 is meant.
  { name: 'tinyproxy', start: startTinyproxy, refusals: [401, 407] },
  { name: 'squid', start: startSquid, refusals: [407] },
])('$name', ({ start, refusals }) => {
  it('forwards requests and opens tunnels to any port', async () => {
    await using origin = await startOrigin();
    await using proxy = await start();
    for (const tunnel of [[], ['-p']]) {
      const answer = await curl(['-x', proxy.url, ...tunnel, `${origin.url}/bytes/1000000`]);
      expect(answer).toMatchObject({ code: 0, status: 200, connectStatus: tunnel.length > 0 ? 200 : 0 });
      expect(answer.stdout.equals(bodyOf(1_000_000))).toBe(true);
    }
  });

  it('lets in only who knows the password', async () => {
    await using origin = await startOrigin();
    await using proxy = await start({ auth: { username: 'anna', password: 'secret-of-anna' } });
    const target = `${origin.url}/bytes/10`;
    expect(await curl(['-x', proxy.url, target])).toMatchObject({ code: 0, status: 200 });
    expect(await curl(['-x', proxy.url, '-p', target])).toMatchObject({ code: 0, status: 200 });
    const stranger = `http://anna:wrong@127.0.0.1:${proxy.port}`;
    expect(refusals).toContain((await curl(['-x', stranger, target])).status);
    expect(origin.counts.requests).toBe(2);
  });
});

describe.each([
  { name: 'microsocks', start: () => startMicrosocks() },
  { name: 'dante', start: () => startDante() },
  { name: 'ssh', start: startSsh },
])('$name', ({ start }) => {
  it('connects to addresses and to names that it looks up itself', async () => {
    await using origin = await startOrigin();
    await using proxy = await start();
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await curl(['-x', proxy.url, `http://${host}:${origin.port}/bytes/1000000`]);
      expect(answer).toMatchObject({ code: 0, status: 200 });
      expect(answer.stdout.equals(bodyOf(1_000_000))).toBe(true);
    }
  });
});

it('stunnel makes an HTTPS proxy of one that speaks HTTP, which its own issuer vouches for', async () => {
  await using origin = await startOrigin();
  await using proxy = await startStunnel(await startTinyproxy());
  const target = `${origin.url}/bytes/10`;
  const trusting = ['-x', proxy.url, '--proxy-cacert', proxy.issuerFile];
  expect(await curl([...trusting, target])).toMatchObject({ code: 0, status: 200 });
  expect(await curl([...trusting, '-p', target])).toMatchObject({ code: 0, status: 200, connectStatus: 200 });
  // curl(1): 60 is a certificate that cannot be verified.
  expect(await curl(['-x', proxy.url, target])).toMatchObject({ code: 60 });
  expect(origin.counts.requests).toBe(2);
});

it('ssh resolves names in SOCKS4a', async () => {
  await using origin = await startOrigin();
  await using proxy = await startSsh();
  const answer = await curl(['--socks4a', `127.0.0.1:${proxy.port}`, `http://localhost:${origin.port}/bytes/10`]);
  expect(answer).toMatchObject({ code: 0, status: 200 });
});

it('microsocks lets in only who knows the password', async () => {
  await using origin = await startOrigin();
  await using proxy = await startMicrosocks({ auth: { username: 'anna', password: 'secret-of-anna' } });
  const target = `${origin.url}/bytes/10`;
  expect(await curl(['-x', proxy.url, target])).toMatchObject({ code: 0, status: 200 });
  expect((await curl(['-x', `socks5h://anna:wrong@127.0.0.1:${proxy.port}`, target])).code).not.toBe(0);
  expect(origin.counts.requests).toBe(1);
});

it('dante denies one port where it is told to', async () => {
  await using denied = await startOrigin();
  await using allowed = await startOrigin();
  await using proxy = await startDante({ deniedPort: denied.port });
  // RFC 1928 section 6, reply 2: connection not allowed by ruleset.
  const refusal = { code: 97, stderr: expect.stringContaining('(2)') };
  expect(await curl(['-x', proxy.url, `${denied.url}/bytes/10`])).toMatchObject(refusal);
  expect(await curl(['-x', proxy.url, `${allowed.url}/bytes/10`])).toMatchObject({ code: 0, status: 200 });
  expect(denied.counts.connections).toBe(0);
});

it('says what the program said when it does not start', async () => {
  const place = { folder: temporaryFolder('broken'), port: await freePort() };
  const started = startProxyProgram('/bin/sh', ['-c', 'echo no such option >&2; exit 2'], place, {});
  await expect(started).rejects.toThrow('no such option');
});
