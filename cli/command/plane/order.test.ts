import { expect, it } from 'vitest';
import { command } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const answer = (more: object = {}) => ({ 'POST /planes/berlin/commands': { body: { ...command, ...more } } });

it.each([
  [['drain', 'berlin'], { kind: 'drain' }, 'berlin drains, and ends when what is open has finished.'],
  [['log-level', 'berlin', 'debug'], { kind: 'log-level', level: 'debug' }, 'berlin logs from debug on.'],
  [['restart-workers', 'berlin'], { kind: 'restart-workers' }, 'berlin serves with new workers.'],
])('%j', async (args, order, said) => {
  const { code, out, asked } = await atlantic(['plane', ...args], answer());
  expect([code, out]).toEqual([0, said]);
  expect(asked).toEqual(['POST /planes/berlin/commands', { order, waitSeconds: 30 }]);
});

it('fails when the plane has not answered, and says that it still will be told', async () => {
  const silent = answer({ acknowledgedAt: null, obeyed: null });
  const { code, err } = await atlantic(['plane', 'drain', 'berlin'], silent);
  expect(code).toBe(1);
  expect(err).toBe('berlin has not answered within 30 s. The command is kept, and berlin gets it when it connects.');
  expect((await atlantic(['plane', 'drain', 'berlin', '--json'], silent)).code).toBe(1);
});

it('fails with the reason when the plane could not obey', async () => {
  const { code, err } = await atlantic(['plane', 'drain', 'berlin'], answer({ obeyed: false, detail: 'no workers' }));
  expect([code, err]).toEqual([1, 'berlin could not obey: no workers']);
});

it('takes only levels there are', async () => {
  expect((await atlantic(['plane', 'log-level', 'berlin', 'loud'])).code).toBe(2);
});
