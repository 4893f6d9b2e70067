/** A configuration that is applied to the program while it runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { curl } from './kit/curl.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { freePort } from './kit/port.ts';

const SECRET = 'a secret of the configuration file';
let atlantic: Atlantic;
let origin: Origin;
let file: string;
const config = (name: string, listener: object = {}) => ({
  egress: {
    workers: 2,
    listeners: [{ bind: '127.0.0.1:0', ...listener }],
    targets: { allowPrivate: true },
  },
  control: { listen: '127.0.0.1:0' },
  supply: { enabled: false },
  credentials: [{ name, secret: SECRET }],
});

beforeAll(async () => {
  origin = await startOrigin();
  atlantic = await startAtlantic({ config: JSON.stringify(config('first')) });
  file = join(dirname(atlantic.data), 'atlantic.yaml');
});
afterAll(async () => {
  await atlantic?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

/** The processes that serve, from the last report of the plane. */
async function workers(): Promise<number[]> {
  const { planes } = JSON.parse((await atlantic.cli('plane', 'list', '--json')).stdout);
  return planes[0].report?.workers.map(({ pid }: { pid: number }) => pid).sort();
}

const ask = async (name: string, door = atlantic.ready.egress.http) =>
  (await curl(['-x', door, '-U', `${name}:${SECRET}`, `${origin.url}/bytes/10`])).status;

it('is taken over on SIGHUP, and a mistake in it changes nothing', async () => {
  expect(await ask('first')).toBe(200);
  writeFileSync(file, JSON.stringify(config('second')));
  process.kill(atlantic.ready.pids.supervisor, 'SIGHUP');
  await expect.poll(() => ask('second'), { timeout: 10_000 }).toBe(200);
  expect(await ask('first')).toBe(407);
  writeFileSync(file, 'egress: { workers: many }');
  process.kill(atlantic.ready.pids.supervisor, 'SIGHUP');
  await expect.poll(atlantic.output, { timeout: 10_000 }).toContain('what was in force stays');
  expect(atlantic.output()).toMatch(/atlantic\.yaml:1: egress\.workers: \\"many\\" must be a number/);
  expect(await ask('second')).toBe(200);
});

it('is applied by command, and kept for the next start', async () => {
  writeFileSync(file, JSON.stringify(config('second')));
  const other = join(dirname(atlantic.data), 'other.yaml');
  const port = await freePort();
  const next = config('third');
  next.egress.listeners.push({ bind: `127.0.0.1:${port}` });
  writeFileSync(other, JSON.stringify(next));
  // The plane reports them a moment after it serves.
  await expect.poll(async () => (await workers()).length, { timeout: 20_000 }).toBe(2);
  const before = await workers();
  const diff = await atlantic.cli('config', 'diff', other);
  expect(diff).toMatchObject({ code: 0, stdout: expect.stringContaining(`  + listener 127.0.0.1:${port}\n`) });
  expect(await ask('second')).toBe(200);
  expect(await atlantic.cli('config', 'apply', other, '--yes')).toMatchObject({ code: 0 });
  expect([await ask('third'), await ask('second')]).toEqual([200, 407]);
  expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(next));
  await expect.poll(() => ask('third', `http://127.0.0.1:${port}`), { timeout: 10_000 }).toBe(200);
  expect(await workers()).toEqual(before);
  const history = await atlantic.cli('config', 'history');
  expect(history.stdout).toMatch(/API .*\n.*SIGHUP .*\n.*start /);
});

it('is refused where an address is taken, by name', async () => {
  const other = join(dirname(atlantic.data), 'other.yaml');
  writeFileSync(other, JSON.stringify(config('fourth', { bind: `127.0.0.1:${origin.port}` })));
  const { code, stderr } = await atlantic.cli('config', 'apply', other, '--yes');
  expect([code, stderr]).toEqual([1, expect.stringContaining('is already in use by another program')]);
  expect(await ask('third')).toBe(200);
});

it('lets workers be replaced one by one, and more of them start', async () => {
  const before = await workers();
  expect(await atlantic.cli('plane', 'restart-workers', 'local')).toMatchObject({ code: 0 });
  await expect
    .poll(async () => (await workers()).filter((pid) => before.includes(pid)), { timeout: 20_000 })
    .toEqual([]);
  const other = join(dirname(atlantic.data), 'other.yaml');
  const more = config('third');
  more.egress.workers = 3;
  writeFileSync(other, JSON.stringify(more));
  const kept = await workers();
  expect(await atlantic.cli('config', 'apply', other, '--yes')).toMatchObject({ code: 0 });
  await expect.poll(async () => (await workers()).length, { timeout: 20_000 }).toBe(3);
  expect(await workers()).toEqual(expect.arrayContaining(kept));
  more.egress.workers = 1;
  writeFileSync(other, JSON.stringify(more));
  expect(await atlantic.cli('config', 'apply', other, '--yes')).toMatchObject({ code: 0 });
  await expect.poll(async () => (await workers()).length, { timeout: 20_000 }).toBe(1);
  expect(await ask('third')).toBe(200);
});
