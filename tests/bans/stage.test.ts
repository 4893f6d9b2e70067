import { expect, it } from 'vitest';
import { addressOf, startStage, until } from './stage.ts';

it('tells its proxies apart by the address that the origin sees', async () => {
  await using stage = await startStage(2, (endpoints) => ({
    pools: [{ name: 'rented', kind: 'list', endpoints: [...endpoints], choose: 'round-robin' }],
    routes: [{ pool: 'rented' }],
  }));
  const addresses = new Set<string>();
  await until('both addresses', stage.seen, (address) => addresses.add(address).size === 2);
  expect(addresses).toEqual(new Set([addressOf(0), addressOf(1)]));
  expect((await stage.ask('/status/404')).status).toBe(404);
});
