import { expect, it } from 'vitest';
import { credential } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';
import { showPreset } from './preset.ts';

const update = (...args: string[]) =>
  atlantic(['credential', 'update', 'a', ...args], { 'PATCH /credentials/a': { body: credential } });

it.each([
  [['--option', 'country=us', '--option', 'session=a=b'], { options: { country: 'us', session: 'a=b' } }],
  [['--option', 'none'], { options: {} }],
])('%j', async (args, change) => {
  expect((await update(...args)).asked).toEqual(['PATCH /credentials/a', change]);
});

it.each([['country'], ['=us'], ['country=']])('--option %s is wrong usage', async (text) => {
  const { code, err, asked } = await update('--option', text);
  expect([code, asked, err]).toEqual([2, [], expect.stringContaining('Give NAME=VALUE, or none.')]);
});

it('is shown as it is written', () => {
  expect(showPreset({ country: 'us', lifetime: '10' })).toBe('country=us lifetime=10');
});
