/** Pools that fall back to others: what the client gets, and where it is counted. */
import { expect, it } from 'vitest';
import { startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { startOrigin } from './kit/origin.ts';
import { freePort } from './kit/port.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

it('goes from a dead pool to a living one within the request, by every door', async () => {
  await using origin = await startOrigin();
  await using tinyproxy = await startTinyproxy();
  await using atlantic = await startAtlantic({
    config: {
      egress: { targets: { allowPrivate: true } },
      pools: [
        { name: 'cheap', kind: 'list', endpoints: [`http://127.0.0.1:${await freePort()}`], fallback: 'dear' },
        { name: 'dear', kind: 'list', endpoints: [`http://127.0.0.1:${tinyproxy.port}`], fallback: 'direct' },
      ],
      routes: [{ pool: 'cheap' }],
    },
  });
  const { user } = await createCredential(atlantic, 'chain');
  const { http, socks5 } = atlantic.ready.egress;
  const doors = [
    ['-x', http],
    ['-px', http],
    ['-x', socks5],
  ] as const;
  for (const [option, door] of doors) {
    expect(await curl([option, door, '-U', user, `${origin.url}/bytes/1000`])).toMatchObject({ code: 0, status: 200 });
  }
  expect(origin.counts.requests).toBe(3);
  await tinyproxy[Symbol.asyncDispose]();
  // The last of the chain needs no proxy.
  expect(await curl(['-x', http, '-U', user, `${origin.url}/bytes/1000`])).toMatchObject({ code: 0, status: 200 });
});
