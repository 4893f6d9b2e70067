/** What crossed is what is counted, and what is spent is not had twice. */
import { type Usage, usageSchema } from '@atlantic/contract/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { bodyOf } from './kit/body.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { DOORS, httpPort } from './kit/door.ts';
import { type EchoServer, startEchoServer } from './kit/echo-server.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { openRawClient, type RawClient } from './kit/raw-client.ts';

/** Usage reaches control in batches; this is longer than any batch waits. */
const COUNTED = { timeout: 15_000, interval: 200 };
const QUOTA = 400_000;

const peers = new AsyncDisposableStack();
let origin: Origin;
let echoServer: EchoServer;
let atlantic: Atlantic;

beforeAll(async () => {
  origin = peers.use(await startOrigin());
  echoServer = peers.use(await startEchoServer());
  atlantic = peers.use(await startAtlantic({ config: { egress: { targets: { allowPrivate: true } } } }));
});
afterAll(() => peers.disposeAsync());

async function usageOf(name: string): Promise<Usage['credentials'][number] | undefined> {
  const { stdout } = await atlantic.cli('usage', '--credential', name, '--json');
  return usageSchema.parse(JSON.parse(stdout)).credentials[0];
}

const openTunnel = async (client: RawClient, { header }: TestCredential): Promise<void> => {
  client.send(
    `CONNECT 127.0.0.1:${echoServer.port} HTTP/1.1\r\nHost: 127.0.0.1:${echoServer.port}\r\n${header}\r\n\r\n`,
  );
  expect(await client.response({ bodyless: true })).toMatchObject({ status: 200 });
};

describe('usage', () => {
  it('is every octet of an HTTP exchange, heads included', async () => {
    const credential = await createCredential(atlantic, 'http');
    await using client = await openRawClient(httpPort(atlantic));
    const fields = `Host: 127.0.0.1:${origin.port}\r\n${credential.header}\r\n`;
    for (const path of ['/bytes/100000', '/status/204', '/chunked/5']) {
      const last = path.startsWith('/chunked');
      client.send(`GET ${origin.url}${path} HTTP/1.1\r\n${fields}${last ? 'Connection: close\r\n' : ''}\r\n`);
      if (!last) await client.response();
    }
    await client.rest();
    client.end();
    const { sent, received } = client.counts();
    await expect
      .poll(() => usageOf('http'), COUNTED)
      .toMatchObject({ requests: 3, bytesUp: sent, bytesDown: received, total: sent + received, outcomes: { ok: 3 } });
  });

  it('is every octet of a tunnel, its opening included', async () => {
    const credential = await createCredential(atlantic, 'tunnel');
    await using client = await openRawClient(httpPort(atlantic));
    await openTunnel(client, credential);
    client.send(bodyOf(300_000));
    client.end();
    expect((await client.rest()).equals(bodyOf(300_000))).toBe(true);
    const { sent, received } = client.counts();
    await expect
      .poll(() => usageOf('tunnel'), COUNTED)
      .toMatchObject({ requests: 1, bytesUp: sent, bytesDown: received, outcomes: { ok: 1 } });
  });

  it('is shown while a tunnel is open', async () => {
    const credential = await createCredential(atlantic, 'open tunnel');
    await using client = await openRawClient(httpPort(atlantic));
    await openTunnel(client, credential);
    client.send(bodyOf(50_000));
    await client.octets(50_000);
    const { sent, received } = client.counts();
    await expect.poll(() => usageOf('open tunnel'), COUNTED).toMatchObject({ bytesUp: sent, bytesDown: received });
  });

  it('of a refused request is counted to nobody', async () => {
    await createCredential(atlantic, 'idle');
    const answer = await curl(['-x', atlantic.ready.egress.http, '-U', 'idle:wrong', `${origin.url}/bytes/10`]);
    expect(answer.status).toBe(407);
    expect(await usageOf('idle')).toMatchObject({ requests: 0, total: 0 });
  });
});

describe.each(DOORS)('a quota of bytes by $name', ({ name: door, options }) => {
  it('cuts the transfer that exceeds it, and the next request is told why', async () => {
    const name = `quota ${door}`;
    const credential = await createCredential(atlantic, name, '--quota-bytes', String(QUOTA));
    const ask = (path: string) => curl([...options(atlantic), '-U', credential.user, origin.url + path]);

    const cut = await ask('/bytes/5000000');
    expect(cut.code).not.toBe(0);
    expect(cut.stdout.length).toBeLessThan(QUOTA);
    expect(cut.stdout.equals(bodyOf(cut.stdout.length))).toBe(true);

    const next = await ask('/bytes/10');
    if (door === 'HTTP') {
      expect(next.status).toBe(429);
      expect(next.stdout.toString()).toContain('The credential, or its account, has used up its quota.');
    }
    if (door === 'CONNECT') expect(next).toMatchObject({ code: 56, connectStatus: 429 });
    // RFC 1928 section 6, reply 2: connection not allowed by ruleset.
    if (door === 'SOCKS5') expect(next).toMatchObject({ code: 97, stderr: expect.stringContaining('(2)') });

    await expect
      .poll(async () => (await usageOf(name))?.total, COUNTED)
      .toSatisfy((total) => typeof total === 'number' && total > 0.9 * QUOTA && total <= QUOTA);
  });
});

it('a quota of requests lets through that many', async () => {
  const { user } = await createCredential(atlantic, 'three requests', '--quota-requests', '3');
  const statuses: number[] = [];
  for (const path of ['/bytes/1', '/bytes/2', '/bytes/3', '/bytes/4']) {
    statuses.push((await curl(['-x', atlantic.ready.egress.http, '-U', user, origin.url + path])).status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
});
