import { checkSettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { expect, it } from 'vitest';
import { startJudge } from '../judge/server.ts';
import { createJudgeStates } from './judge-states.ts';

const check = checkSettingsSchema.parse({});

it('tells which judges are up, and asks nobody where none is needed', async () => {
  const judge = await startJudge({ bind: { host: '127.0.0.1', port: 0 }, now: () => performance.now() });
  const states = createJudgeStates();
  const judges = [
    { url: `http://${judge.bound}/`, format: 'atlantic' as const },
    { url: 'http://127.0.0.1:1/', format: 'atlantic' as const },
  ];
  states.follow({ judges, check });
  await expect
    .poll(() => states.states().map(({ up, code }) => [up, code]))
    .toEqual([
      [true, null],
      [false, 'connection_refused'],
    ]);
  states.follow({ judges, check: { ...check, mode: 'connect' } });
  expect(states.states()).toEqual([]);
  states.close();
  await judge.close();
});
