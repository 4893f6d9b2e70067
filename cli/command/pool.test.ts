import { expect, it } from 'vitest';
import { pools } from '../fixture/answer.ts';
import { atlantic } from '../fixture/shell.ts';

it('lists pools', async () => {
  const { out } = await atlantic(['pool', 'list'], { 'GET /pools': { body: pools } });
  expect(out).toBe(`NAME     KIND     ROUTES   ENDPOINTS   FIRST ENDPOINT
direct   direct        1           -   -
rented   list          2           1   http://proxy.example:3128`);
});

it('shows who a provider is and what it supports', async () => {
  const geo = {
    name: 'geo',
    kind: 'provider' as const,
    managed: 'file' as const,
    endpoints: ['http://pr.oxylabs.io:7777'],
    endpointCount: 1,
    imported: 0,
    routes: 1,
    provider: { name: 'oxylabs', product: 'residential', supports: ['country', 'city'] },
  };
  const plain = { ...geo, name: 'plain', provider: { name: 'generic', product: 'plain', supports: [] } };
  const body = { pools: [...pools.pools.slice(0, 1), geo, plain], undeclared: [] };
  const { out } = await atlantic(['pool', 'list'], { 'GET /pools': { body } });
  expect(out).toBe(`NAME     KIND       ROUTES   ENDPOINTS   FIRST ENDPOINT              PROVIDER
direct   direct          1           -   -                           -
geo      provider        1           1   http://pr.oxylabs.io:7777   oxylabs residential: country, city
plain    provider        1           1   http://pr.oxylabs.io:7777   generic plain: no options`);
});

it('counts what was imported, also for pools that are gone', async () => {
  const rented = { ...pools.pools[1], endpointCount: 7_001, imported: 7_000 };
  const body = { pools: [rented], undeclared: [{ name: 'spare', imported: 12 }] };
  const { out } = await atlantic(['pool', 'list'], { 'GET /pools': { body } });
  expect(out).toBe(`NAME     KIND   ROUTES              ENDPOINTS   FIRST ENDPOINT
rented   list        2   7001 (7000 imported)   http://proxy.example:3128
12 imported for spare, which atlantic.yaml does not declare as a list; not in use. To delete: atlantic endpoint delete --all --pool spare`);
});

it('says where pools come from when there are none', async () => {
  const { out } = await atlantic(['pool', 'list'], { 'GET /pools': { body: { pools: [], undeclared: [] } } });
  expect(out).toBe('There are no pools. Declare one under "pools" in atlantic.yaml.');
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['pool', 'list', '--json'], { 'GET /pools': { body: pools } });
  expect(JSON.parse(out)).toEqual(pools);
});
