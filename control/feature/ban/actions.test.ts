import type { Order } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { banActions } from './actions.ts';

function opened(planes = [{ plane: 'local', obeyed: true as boolean | null, detail: null as string | null }]) {
  const orders: Order[] = [];
  const actions = banActions({
    now: () => 0,
    exits: async () => new Map([['rented-1', { pool: 'rented', address: 'http://p.example:1' }]]),
    reports: async () => [],
    async order(order) {
      orders.push(order);
      return planes;
    },
  });
  return { actions, orders };
}

describe('a ban by the API', () => {
  it('keeps the registrable domain of its target, and nothing else of it', async () => {
    const { actions, orders } = opened();
    const target = 'https://www.shop.co.uk/account?token=hush';
    const { ban } = await actions.add({ endpoint: 'rented-1', target, minutes: 5 });
    expect(ban).toMatchObject({ site: 'shop.co.uk', pool: 'rented', until: '1970-01-01T00:05:00.000Z', why: 'api' });
    expect(orders).toEqual([{ kind: 'bans', remove: [], add: [expect.objectContaining({ site: 'shop.co.uk' })] }]);
    expect(JSON.stringify(orders)).not.toContain('www');
  });

  it('is of an endpoint that there is', async () => {
    await expect(opened().actions.add({ endpoint: 'rented-2', minutes: 5 })).rejects.toMatchObject({
      code: 'not_found',
      detail: 'No pool has the endpoint rented-2. Did you mean rented-1?',
    });
  });

  it('needs a plane that hears of it', async () => {
    await expect(opened([]).actions.add({ endpoint: 'rented-1', minutes: 5 })).rejects.toMatchObject({
      code: 'plane_away',
    });
  });

  it('is removed by its id, unless no plane holds it', async () => {
    const { actions, orders } = opened();
    expect(await actions.remove('b1')).toMatchObject({ id: 'b1', planes: [{ plane: 'local' }] });
    expect(orders).toEqual([{ kind: 'bans', add: [], remove: ['b1'] }]);
    const none = opened([{ plane: 'local', obeyed: false, detail: 'there is no such ban' }]);
    await expect(none.actions.remove('b1')).rejects.toMatchObject({ code: 'not_found' });
  });
});
