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

  it('have the name of a provider and what it supports, and nothing of the account', () => {
    const provider = {
      name: 'oxylabs',
      product: 'residential',
      login: { username: 'customer-anna', password: 'hush' },
      carrier: 'username' as const,
      separator: '-',
      empty: '',
      options: [{ option: 'asn' as const, write: 'ASN-{asn}' }, { option: 'rotate' as const }],
      errors: [],
    };
    const endpoint = {
      id: 'e1',
      address: 'http://gw.example:7777',
      kind: 'http' as const,
      host: 'gw.example',
      port: 7777,
    };
    const [view] = poolViews([{ name: 'geo', kind: 'provider', endpoints: [endpoint], provider }], []);
    expect(view).toMatchObject({
      endpoints: ['http://gw.example:7777'],
      provider: { name: 'oxylabs', product: 'residential', supports: ['asn', 'rotate'] },
    });
    expect(JSON.stringify(view)).not.toMatch(/anna|hush/);
  });
});
