import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { feed } from '../../fixture/supply.ts';

it.each([
  ['pause', false, 'ours is off.'],
  ['resume', true, 'ours is on, and fetched in the next run.'],
])('%s', async (verb, enabled, text) => {
  const answers = { 'PATCH /supply/feeds/ours': { body: { ...feed, enabled } } };
  const { out, asked } = await atlantic(['feed', verb, 'ours'], answers);
  expect([out, asked]).toEqual([text, ['PATCH /supply/feeds/ours', { enabled }]]);
  const json = await atlantic(['feed', verb, 'ours', '--json'], answers);
  expect(JSON.parse(json.out)).toEqual({ ...feed, enabled });
});
