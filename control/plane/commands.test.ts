import { newBan } from '@atlantic/contract/ban.ts';
import { expect, it } from 'vitest';
import { addPlane, testDatabase } from '../fixture/database.ts';
import { createCommands } from './commands.ts';

async function opened() {
  const db = await testDatabase();
  await addPlane(db, 'here');
  const told: string[] = [];
  const streams = {
    command: (plane: string, command: object) => void told.push(`${plane} ${JSON.stringify(command)}`),
  };
  return { told, commands: createCommands({ db, now: () => 9, streams }) };
}
const DRAIN = { kind: 'drain' } as const;
const TOLD = 'here {"number":1,"order":{"kind":"drain"}}';

it('tells at once, and on each new stream until it is acknowledged', async () => {
  const { told, commands } = await opened();
  await commands.give('here', DRAIN);
  await commands.repeat('here');
  expect(told).toEqual([TOLD, TOLD]);
  await commands.acknowledge('here', { number: 1, obeyed: true });
  await commands.repeat('here');
  expect(told).toHaveLength(2);
});

it('keeps nothing of an order that names sites: who did not hear it cannot obey it later', async () => {
  const { told, commands } = await opened();
  const add = [newBan({ endpoint: 'rented-1', site: 'shop.example', minutes: 1, why: 'api' }, 0)];
  const row = await commands.give('here', { kind: 'bans', add, remove: [] });
  expect(JSON.stringify(row)).not.toContain('shop.example');
  await commands.repeat('here');
  expect(told.map((text) => text.includes('shop.example'))).toEqual([true, false]);
  expect(told[1]).toBe('here {"number":1,"order":{"kind":"withdrawn"}}');
});

it('waits for the acknowledgement, before and after it came', async () => {
  const { commands } = await opened();
  await commands.give('here', DRAIN);
  const both = [commands.settled('here', 1, 10_000), commands.settled('here', 1, 10_000)];
  await commands.acknowledge('here', { number: 1, obeyed: true });
  expect(await Promise.all(both)).toMatchObject([{ obeyed: true }, { obeyed: true }]);
  expect(await commands.settled('here', 1, 10_000)).toMatchObject({ acknowledgedAt: 9 });
});

it('waits no longer than it was told', async () => {
  const { commands } = await opened();
  await commands.give('here', DRAIN);
  expect(await commands.settled('here', 1, 0)).toMatchObject({ acknowledgedAt: null });
  expect(await commands.settled('here', 1, 10)).toMatchObject({ acknowledgedAt: null });
});

it('tells what a probe came to, to whoever waits for it', async () => {
  const { commands } = await opened();
  const probe = { reached: true, milliseconds: 7 };
  await commands.give('here', DRAIN);
  const waiting = commands.settled('here', 1, 10_000);
  await commands.acknowledge('here', { number: 1, obeyed: true, probe });
  expect(await waiting).toMatchObject({ obeyed: true, probe });
  expect(await commands.settled('here', 1, 10_000)).toMatchObject({ obeyed: true, probe: null });
});
