import { describe, expect, it } from 'vitest';
import { bodyOf } from './body.ts';
import { curl } from './curl.ts';
import { temporaryFolder } from './folder.ts';
import { startOrigin } from './origin.ts';
import { freePort } from './port.ts';
import { startSquid } from './squid.ts';
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

it('says what the program said when it does not start', async () => {
  const place = { folder: temporaryFolder('broken'), port: await freePort() };
  const started = startProxyProgram('/bin/sh', ['-c', 'echo no such option >&2; exit 2'], place, {});
  await expect(started).rejects.toThrow('no such option');
});
