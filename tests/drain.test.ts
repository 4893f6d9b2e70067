/** How Atlantic ends, and what it does when one of its processes does. */
import { expect, it } from 'vitest';
import { isRunning } from './kit/alive.ts';
import { startAtlantic } from './kit/atlantic.ts';
import { bodyOf } from './kit/body.ts';
import { createCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { httpPort } from './kit/door.ts';
import { startOrigin } from './kit/origin.ts';
import { accepts } from './kit/port.ts';

const SIZE = 1_000_000;
const config = { egress: { targets: { allowPrivate: true } } };

it.each([
  { door: 'HTTP', option: '-x' },
  { door: 'CONNECT', option: '-px' },
])('finishes a download by $door after SIGTERM, and leaves nothing behind', async ({ option }) => {
  await using origin = await startOrigin();
  await using atlantic = await startAtlantic({ config });
  const { user } = await createCredential(atlantic, 'download');
  const port = httpPort(atlantic);
  const pids = [atlantic.ready.pids.supervisor, atlantic.ready.pids.control, ...atlantic.ready.pids.egress];

  const download = curl([option, atlantic.ready.egress.http, '-U', user, `${origin.url}/slow/${SIZE}?ms=3000`]);
  await expect.poll(() => origin.counts.requests, { timeout: 10_000 }).toBe(1);
  const end = atlantic.stop();
  await expect.poll(() => accepts(port), { timeout: 10_000 }).toBe(false);

  const answer = await download;
  expect(answer).toMatchObject({ code: 0, status: 200 });
  expect(answer.stdout.equals(bodyOf(SIZE))).toBe(true);
  expect(await end).toEqual({ code: 0, signal: null });
  expect(pids.filter(isRunning)).toEqual([]);
});

it('cuts what is still open when the deadline is over, and still ends well', async () => {
  await using origin = await startOrigin();
  await using atlantic = await startAtlantic({ config: { egress: { ...config.egress, drainSeconds: 1 } } });
  const { user } = await createCredential(atlantic, 'download');

  const download = curl(['-x', atlantic.ready.egress.http, '-U', user, `${origin.url}/slow/${SIZE}?ms=60000`]);
  await expect.poll(() => origin.counts.requests, { timeout: 10_000 }).toBe(1);
  expect(await atlantic.stop()).toEqual({ code: 0, signal: null });
  expect((await download).code).not.toBe(0);
});

it('goes on serving while control is away, and brings it and lost workers back', async () => {
  await using origin = await startOrigin();
  await using atlantic = await startAtlantic({ config });
  const { user } = await createCredential(atlantic, 'download');
  const ask = async () =>
    (await curl(['-x', atlantic.ready.egress.http, '-U', user, `${origin.url}/bytes/1000`])).status;
  expect(await ask()).toBe(200);

  process.kill(atlantic.ready.pids.control, 'SIGKILL');
  expect(await ask()).toBe(200);
  await expect.poll(() => atlantic.cli('status'), { timeout: 20_000 }).toMatchObject({ code: 0 });

  for (const worker of atlantic.ready.pids.egress) process.kill(worker, 'SIGKILL');
  await expect.poll(ask, { timeout: 20_000 }).toBe(200);
});
