import { expect, it } from 'vitest';
import { addPlane, testDatabase } from '../fixture/database.ts';
import { createCommands } from './commands.ts';
import { orderAll } from './order-all.ts';

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
  const order = orderAll({ planes, connected: () => new Set(['good', 'slow']), commands });
  expect(await order({ kind: 'drain' }, 50)).toEqual([
    { plane: 'the good one', obeyed: true, detail: null },
    { plane: 'the slow one', obeyed: null, detail: null },
  ]);
});
