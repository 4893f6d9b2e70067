import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { providerOf } from '../fixture/provider.ts';
import { endpointOf, snapshotOf } from '../fixture/snapshot.ts';
import { compileView } from '../view.ts';
import { route } from './route.ts';

const pools = ['first', 'second', 'rest'].map((name) => ({ name, kind: 'direct' as const, endpoints: [] }));

function poolFor(host: string, routes: Snapshot['routes'], options: RequestOptions = {}): string {
  const view = compileView(1, snapshotOf({ pools, routes }));
  const alice = view.credentials.get('alice');
  if (!alice) throw new Error('the fixture has alice');
  return route(view, { protocol: 'http', target: { host, port: 80 }, options }, alice).pool.name;
}

describe('routing', () => {
  const ROUTES: Snapshot['routes'] = [
    { match: { hosts: ['*.example'] }, pool: 'first' },
    { match: { hosts: ['shop.example', 'shop.test'] }, pool: 'second' },
    { match: {}, pool: 'rest' },
  ];

  it.each([
    ['shop.example', 'first'],
    ['shop.test', 'second'],
    ['elsewhere.test', 'rest'],
  ])('leads %s to the first route that matches: %s', (host, pool) => expect(poolFor(host, ROUTES)).toBe(pool));

  it('leaves places to a provider that knows them, and refuses what it does not know', () => {
    const endpoint = endpointOf(7777);
    const provider = providerOf('iproyal');
    const snapshot = snapshotOf({
      pools: [{ name: 'geo', kind: 'provider', endpoints: [endpoint], provider }],
      routes: [{ match: {}, pool: 'geo' }],
    });
    const view = compileView(1, snapshot);
    const alice = view.credentials.get('alice');
    if (!alice) throw new Error('the fixture has alice');
    const ask = (options: RequestOptions) =>
      route(view, { protocol: 'http', target: { host: 'shop.test', port: 80 }, options }, alice).pool.name;
    expect(ask({ country: 'us', city: 'chicago', session: 'a' })).toBe('geo');
    expect(() => ask({ asn: 64_500 })).toThrow(expect.objectContaining({ code: 'exit_unmatched' }));
  });

  it('leads to the first pool of the chain that has an exit in the place', () => {
    const pool = (name: string, country: string, fallback?: string) => ({
      name,
      kind: 'list' as const,
      endpoints: [endpointOf(1, { country })],
      ...(fallback && { fallback }),
    });
    const snapshot = snapshotOf({
      pools: [pool('one', 'us', 'two'), pool('two', 'de', 'three'), pool('three', 'gb')],
      routes: [{ match: {}, pool: 'one' }],
    });
    const view = compileView(1, snapshot);
    const [alice] = view.credentials.values();
    if (!alice) throw new Error('the fixture has alice');
    const ask = (options: RequestOptions) =>
      route(view, { protocol: 'http', target: { host: 'shop.test', port: 80 }, options }, alice).pool.name;
    expect([ask({}), ask({ country: 'de' }), ask({ country: 'gb', session: 'a' })]).toEqual(['one', 'two', 'three']);
    expect(() => ask({ country: 'fr' })).toThrow(
      expect.objectContaining({ code: 'exit_unmatched', detail: 'The pool one has exits in us; not in fr.' }),
    );
  });

  it.each(['country', 'state', 'city'] as const)('refuses a %s that no exit is known to be in', (option) => {
    const asked = option === 'country' ? {} : { country: 'us' };
    const unmatched = expect.objectContaining({ code: 'exit_unmatched', detail: expect.stringContaining('country') });
    expect(() => poolFor('shop.test', ROUTES, { ...asked, [option]: 'us' })).toThrow(unmatched);
    expect(() => poolFor('shop.test', ROUTES, { asn: 64_500 })).toThrow(/the asn of its exits/);
    expect(poolFor('shop.test', ROUTES, { session: 'a', rotate: 'request' })).toBe('second');
  });

  it('goes to the pool that the listener names, whatever the routes say', () => {
    const view = compileView(1, snapshotOf({ pools, routes: ROUTES }));
    const intent = { protocol: 'http', target: { host: 'shop.example', port: 80 }, options: {} } as const;
    const [alice] = view.credentials.values();
    if (!alice) throw new Error('the fixture has alice');
    expect(route(view, intent, alice, 'rest').pool.name).toBe('rest');
    expect(() => route(view, intent, alice, 'gone')).toThrow(expect.objectContaining({ code: 'route_missing' }));
    const somewhere = { ...intent, options: { country: 'us' } };
    expect(() => route(view, somewhere, alice, 'rest')).toThrow(/The pool rest does not know the country/);
  });

  it('says so when none matches', () => {
    const missing = expect.objectContaining({ code: 'route_missing' });
    expect(() => poolFor('elsewhere.test', ROUTES.slice(0, 2))).toThrow(missing);
    expect(() => poolFor('elsewhere.test', [])).toThrow(missing);
  });
});
