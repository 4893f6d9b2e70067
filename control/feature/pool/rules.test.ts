import { describe, expect, it } from 'vitest';
import { poolViews } from './rules.ts';

describe('pools as the API shows them', () => {
  it('have addresses without passwords and the number of their routes', () => {
    const endpoint = { kind: 'http' as const, host: 'proxy.example', port: 3128, username: 'user', password: 'hush' };
    const pools = [
      { name: 'direct', kind: 'direct' as const, endpoints: [] },
      {
        name: 'rented',
        kind: 'list' as const,
        endpoints: [{ ...endpoint, id: 'e1', address: 'http://proxy.example:3128' }],
      },
    ];
    const own = { name: 'own', kind: 'direct' as const, endpoints: [], addresses: ['192.0.2.7'] };
    expect(poolViews([own], [])).toMatchObject([{ name: 'own', kind: 'direct', endpoints: ['192.0.2.7'] }]);
    const routes = ['rented', 'direct', 'rented'].map((pool) => ({ match: {}, pool }));
    expect(poolViews(pools, routes)).toEqual([
      { name: 'direct', kind: 'direct', managed: 'file', endpoints: [], routes: 1 },
      { name: 'rented', kind: 'list', managed: 'file', endpoints: ['http://proxy.example:3128'], routes: 2 },
    ]);
  });
});
