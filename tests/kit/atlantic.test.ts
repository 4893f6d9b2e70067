import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isRunning } from './alive.ts';
import { startAtlantic } from './atlantic.ts';
import { temporaryFolder } from './folder.ts';

it('runs the real program and takes everything away again', async () => {
  const atlantic = await startAtlantic();
  const { pids, egress } = atlantic.ready;
  expect(new URL(egress.http).port).not.toBe('0');
  expect(await atlantic.cli('status', '--json')).toMatchObject({ code: 0, stderr: '' });

  await atlantic[Symbol.asyncDispose]();
  expect(existsSync(atlantic.data)).toBe(false);
  expect([pids.supervisor, pids.control, ...pids.egress].filter(isRunning)).toEqual([]);
});

it('says what the program said when it does not start', async () => {
  await expect(startAtlantic({ config: 'egress: { listeners: [{ bind: nowhere }] }\n' })).rejects.toThrow(
    'egress.listeners[0].bind',
  );
});

it('finds its data again in a home that stays', async () => {
  using home = temporaryFolder('home');
  const first = await startAtlantic({ home: home.path });
  await first.stop();
  await first[Symbol.asyncDispose]();
  await using second = await startAtlantic({ home: home.path });
  expect(second.ready.apiKey).toBe(first.ready.apiKey);
  expect(second.ready.pids.supervisor).not.toBe(first.ready.pids.supervisor);
});
