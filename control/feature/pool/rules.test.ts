import { describe, expect, it } from 'vitest';
import { poolViews } from './rules.ts';

const NONE = { imported: new Map(), supplied: new Map() };

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
    expect(poolViews([own], [], NONE)).toMatchObject([{ name: 'own', kind: 'direct', endpoints: ['192.0.2.7'] }]);
    const routes = ['rented', 'direct', 'rented'].map((pool) => ({ match: {}, pool }));
    expect(poolViews(pools, routes, NONE)).toEqual([
      { name: 'direct', kind: 'direct', managed: 'file', endpoints: [], endpointCount: 0, imported: 0, routes: 1 },
      {
        name: 'rented',
        kind: 'list',
        managed: 'file',
        endpoints: ['http://proxy.example:3128'],
        endpointCount: 1,
        imported: 0,
        routes: 2,
      },
    ]);
  });

  it('show the first endpoints and count the others, imported ones among them', () => {
    const endpoint = (at: number) => ({
      id: `e${at}`,
      address: `http://h:${at}`,
      kind: 'http' as const,
      host: 'h',
      port: at,
    });
    const imported = new Map([['rented', Array.from({ length: 5_000 }, (_, at) => endpoint(at + 2))]]);
    const [view] = poolViews([{ name: 'rented', kind: 'list', endpoints: [endpoint(1)] }], [], { ...NONE, imported });
    expect(view).toMatchObject({ endpointCount: 5_001, imported: 5_000 });
    expect(view?.endpoints).toEqual(Array.from({ length: 10 }, (_, at) => `http://h:${at + 1}`));
    const supplied = new Map([['public', [endpoint(1), endpoint(2)]]]);
    const [own] = poolViews([{ name: 'public', kind: 'supply', endpoints: [] }], [], { ...NONE, supplied });
    expect(own).toMatchObject({
      kind: 'supply',
      endpoints: ['http://h:1', 'http://h:2'],
      endpointCount: 2,
      imported: 0,
    });
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
    const [view] = poolViews([{ name: 'geo', kind: 'provider', endpoints: [endpoint], provider }], [], NONE);
    expect(view).toMatchObject({
      endpoints: ['http://gw.example:7777'],
      provider: { name: 'oxylabs', product: 'residential', supports: ['asn', 'rotate'] },
    });
    expect(JSON.stringify(view)).not.toMatch(/anna|hush/);
  });
});
