import { expect, it } from 'vitest';
import { startAtlantic } from './atlantic.ts';
import { processesOf } from './processes.ts';

it('finds every process by its role, and none after the end', async () => {
  await using atlantic = await startAtlantic();
  const { pids } = atlantic.ready;
  const found = processesOf(atlantic);
  const withRole = (role: string) => found.filter((one) => one.role === role).map(({ pid }) => pid);
  expect(withRole('supervisor')).toEqual([pids.supervisor]);
  expect(withRole('control')).toEqual([pids.control]);
  expect(withRole('primary')).toHaveLength(1);
  expect(withRole('worker').sort()).toEqual([...pids.egress].sort());

  await atlantic.stop();
  expect(processesOf(atlantic)).toEqual([]);
});
