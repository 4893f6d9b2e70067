import { AtlanticError } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { addPlane, testDatabase } from '../fixture/database.ts';
import { createCommands } from './commands.ts';
import { orderAll, orderOne } from './order-all.ts';

it('orders it of those that are connected, and says what each of them answered', async () => {
  const db = await testDatabase();
  for (const id of ['good', 'slow', 'away']) await addPlane(db, id);
  const commands = createCommands({
    db,
    now: () => 9,
    streams: {
      command(plane, { number }) {
        if (plane === 'good') void commands.acknowledge(plane, { number, obeyed: true });
      },
    },
  });
  const planes = async () => ['good', 'slow', 'away'].map((id) => ({ id, name: `the ${id} one` }));
  const order = orderAll({ planes, connected: () => new Set(['good', 'slow']), order: orderOne(commands) });
  expect(await order({ kind: 'drain' }, 50)).toEqual([
    { plane: 'the good one', obeyed: true, detail: null },
    { plane: 'the slow one', obeyed: null, detail: null },
  ]);
});

it('says of a plane that takes no more orders that it does not obey, and hides no mistake of ours', async () => {
  const settled = () => Promise.reject(new Error('nothing was ordered'));
  const giving = (error: Error) =>
    orderOne({ give: () => Promise.reject(error), settled })('busy', { kind: 'drain' }, 50);
  const busy = new AtlanticError('gateway_overloaded', { detail: 'Too many wait.' });
  expect(await giving(busy)).toEqual({ obeyed: false, detail: 'Too many wait.' });
  await expect(giving(new TypeError('oops'))).rejects.toThrow('oops');
});
