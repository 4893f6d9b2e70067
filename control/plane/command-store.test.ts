import { expect, it } from 'vitest';
import { addPlane, testDatabase } from '../fixture/database.ts';
import { acknowledge, addCommand, findCommand, MOST_COMMANDS, MOST_KEPT, pendingCommands } from './command-store.ts';

const DRAIN = { kind: 'drain' } as const;

it('numbers the commands of each plane from one, and keeps them until they are acknowledged', async () => {
  const db = await testDatabase();
  for (const plane of ['here', 'there']) await addPlane(db, plane);
  expect((await addCommand(db, 'here', DRAIN, 5)).number).toBe(1);
  expect((await addCommand(db, 'here', { kind: 'restart-workers' }, 6)).number).toBe(2);
  expect((await addCommand(db, 'there', DRAIN, 7)).number).toBe(1);
  await acknowledge(db, 'here', { number: 1, obeyed: true }, 8);
  expect(await pendingCommands(db, 'here')).toMatchObject([{ number: 2, order: '{"kind":"restart-workers"}' }]);
  expect(await pendingCommands(db, 'there')).toHaveLength(1);
});

it('takes the first word about a command', async () => {
  const db = await testDatabase();
  await addPlane(db, 'here');
  await addCommand(db, 'here', DRAIN, 5);
  await acknowledge(db, 'here', { number: 1, obeyed: false, detail: 'no' }, 8);
  await acknowledge(db, 'here', { number: 1, obeyed: true }, 9);
  await acknowledge(db, 'here', { number: 7, obeyed: true }, 9);
  expect(await findCommand(db, 'here', 1)).toMatchObject({ acknowledgedAt: 8, obeyed: false, detail: 'no' });
  await expect(findCommand(db, 'here', 7)).rejects.toMatchObject({ code: 'not_found' });
});

it('keeps a bounded number waiting', async () => {
  const db = await testDatabase();
  await addPlane(db, 'here');
  for (let number = 0; number < MOST_COMMANDS; number += 1) await addCommand(db, 'here', DRAIN, 0);
  await expect(addCommand(db, 'here', DRAIN, 0)).rejects.toMatchObject({ code: 'gateway_overloaded' });
  await acknowledge(db, 'here', { number: 1, obeyed: true }, 1);
  expect((await addCommand(db, 'here', DRAIN, 0)).number).toBe(MOST_COMMANDS + 1);
});

it('forgets what is old and acknowledged', async () => {
  const db = await testDatabase();
  await addPlane(db, 'here');
  await addCommand(db, 'here', DRAIN, 0);
  for (let number = 1; number <= MOST_KEPT + 1; number += 1) {
    await acknowledge(db, 'here', { number, obeyed: true }, 1);
    await addCommand(db, 'here', DRAIN, 0);
  }
  await expect(findCommand(db, 'here', 1)).rejects.toMatchObject({ code: 'not_found' });
  expect((await findCommand(db, 'here', 3)).number).toBe(3);
});
