import { expect, it } from 'vitest';
import { pools } from '../fixture/answer.ts';
import { atlantic } from '../fixture/shell.ts';

it('lists pools', async () => {
  const { out } = await atlantic(['pool', 'list'], { 'GET /pools': { body: pools } });
  expect(out).toBe(`NAME     KIND     ROUTES   ENDPOINTS   FIRST ENDPOINT
direct   direct        1           -   -
rented   list          2           1   http://proxy.example:3128`);
});

it('says where pools come from when there are none', async () => {
  const { out } = await atlantic(['pool', 'list'], { 'GET /pools': { body: { pools: [] } } });
  expect(out).toBe('There are no pools. Declare one under "pools" in atlantic.yaml.');
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['pool', 'list', '--json'], { 'GET /pools': { body: pools } });
  expect(JSON.parse(out)).toEqual(pools);
});
