import type { Snapshot, SnapshotEndpoint, SnapshotRoute } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from './fixture/snapshot.ts';
import { compileView, presetOf, reachOf } from './view.ts';

const endpoint = (id: string): SnapshotEndpoint => ({
  id,
  address: `http://${id}.example:3128`,
  kind: 'http',
  host: `${id}.example`,
  port: 3128,
});
const POOLS: Snapshot['pools'] = [
  { name: 'direct', kind: 'direct', endpoints: [] },
  { name: 'rented', kind: 'list', endpoints: [endpoint('one'), endpoint('two')] },
  { name: 'none', kind: 'list', endpoints: [] },
];

function matches(match: SnapshotRoute['match'], host = 'shop.example', port = 443): boolean {
  const view = compileView(1, snapshotOf({ routes: [{ match, pool: 'direct' }] }));
  const alice = view.credentials.get('alice');
  const [route] = view.routes;
  if (!alice || !route) throw new Error('the fixture has both');
  return route.matches({ protocol: 'connect', target: { host, port }, options: {} }, alice);
}

describe('a view', () => {
  it('finds credentials by user name', () => {
    const { credentials, version } = compileView(7, snapshotOf());
    expect(version).toBe(7);
    expect(credentials.get('meg')).toMatchObject({ id: 'id-meg', limited: { bytes: true, requests: true } });
    expect(credentials.get('Meg')).toBeUndefined();
  });

  it('gives a direct pool one exit, and a list one an endpoint, none of them leased', () => {
    const routes = POOLS.map(({ name }) => ({ match: {}, pool: name }));
    const pools = compileView(1, snapshotOf({ pools: POOLS, routes })).routes.map(({ pool }) => pool);
    expect(
      pools.map(({ exits }) => exits.map(({ id, address, candidate }) => [id, address, candidate.active])),
    ).toEqual([
      [['direct', 'direct', 0]],
      [
        ['one', 'http://one.example:3128', 0],
        ['two', 'http://two.example:3128', 0],
      ],
      [],
    ]);
  });

  it('gives a direct pool an exit for each of its addresses', () => {
    const addresses = ['192.0.2.7', '2001:db8:1::/64'];
    const pools: Snapshot['pools'] = [{ name: 'direct', kind: 'direct', endpoints: [], addresses }];
    const exits = compileView(1, snapshotOf({ pools })).routes[0]?.pool.exits ?? [];
    expect(exits.map(({ id, address, endpoint, source }) => [id, address, endpoint, source?.bits])).toEqual([
      ['direct-192.0.2.7', '192.0.2.7', 'direct', 32],
      ['direct-2001:db8:1::/64', '2001:db8:1::/64', 'direct', 64],
    ]);
    expect(exits.map(reachOf)).toEqual(['direct 4', 'direct 6']);
  });

  it('knows who resolves names for a pool, and who vouches for its endpoints', () => {
    const pools: Snapshot['pools'] = [
      { name: 'old', kind: 'list', endpoints: [endpoint('one')] },
      { name: 'own', kind: 'list', endpoints: [endpoint('one')], resolve: 'gateway', ca: 'PEM' },
    ];
    const routes = pools.map(({ name }) => ({ match: {}, pool: name }));
    const compiled = compileView(1, snapshotOf({ pools, routes })).routes.map(({ pool }) => pool);
    expect(compiled.map(({ names, ca }) => [names, ca])).toEqual([
      ['upstream', undefined],
      ['gateway', 'PEM'],
    ]);
    expect(compiled[0]?.exits.map(reachOf)).toEqual(['http']);
  });

  it('knows the options that a credential sets', () => {
    const [alice, meg] = snapshotOf().credentials;
    if (!alice || !meg) throw new Error('the snapshot has credentials');
    const view = compileView(1, snapshotOf({ credentials: [{ ...alice, options: { country: 'us' } }, meg] }));
    expect(presetOf(view, alice)).toEqual([{ name: 'country', value: 'us' }]);
    expect(presetOf(view, meg)).toEqual([]);
  });

  it('lets nobody reach the endpoints and listeners of the gateway itself, whatever is private', () => {
    const whereabouts = { listeners: [{ host: '0.0.0.0', port: 8080 }], local: ['10.0.0.5'] };
    const view = compileView(1, snapshotOf({ pools: [...POOLS] }), whereabouts);
    const targets = view.accounts.get('default')?.targets;
    for (const target of [
      { host: 'one.example', port: 3128 },
      { host: '10.0.0.5', port: 8080 },
      { host: '127.0.0.1', port: 8080 },
    ])
      expect(() => targets?.check(target)).toThrow('of this gateway');
    expect(() => targets?.check({ host: 'one.example', port: 80 })).not.toThrow();
  });

  it('shares a pool among the routes that lead to it, so that its leases are counted once', () => {
    const routes = [
      { match: { hosts: ['a.example'] }, pool: 'rented' },
      { match: {}, pool: 'rented' },
    ];
    const [first, second] = compileView(1, snapshotOf({ pools: POOLS, routes })).routes;
    expect(first?.pool).toBe(second?.pool);
  });

  it('refuses a snapshot whose route leads nowhere', () => {
    expect(() => compileView(1, snapshotOf({ routes: [{ match: {}, pool: 'gone' }] }))).toThrow('the pool gone');
  });

  it('compiles the rules for targets', () => {
    const targets = compileView(1, snapshotOf()).accounts.get('default')?.targets;
    expect(() => targets?.check({ host: '127.0.0.1', port: 80 })).not.toThrow();
    const [account] = snapshotOf().accounts;
    if (!account) throw new Error('the snapshot has an account');
    const closed = { ...account, targets: { deny: ['127.0.0.1'], only: [] } };
    const own = compileView(1, snapshotOf({ accounts: [closed] })).accounts.get('default')?.targets;
    expect(() => own?.check({ host: '127.0.0.1', port: 80 })).toThrow('may not reach it');
  });
});

describe('a route', () => {
  it.each<[says: string, match: SnapshotRoute['match'], expected: boolean]>([
    ['without conditions matches', {}, true],
    ['matches a host', { hosts: ['other.example', 'shop.example'] }, true],
    ['matches a suffix', { hosts: ['*.example'] }, true],
    ['does not match another host', { hosts: ['other.example'] }, false],
    ['with an empty list of hosts matches none', { hosts: [] }, false],
    [
      'matches a port range',
      {
        ports: [
          [80, 80],
          [400, 500],
        ],
      },
      true,
    ],
    ['does not match another port', { ports: [[80, 80]] }, false],
    ['matches a credential by name', { credentials: ['alice'] }, true],
    ['does not match a credential by id', { credentials: ['id-alice'] }, false],
    ['matches a protocol', { protocols: ['socks5', 'connect'] }, true],
    ['does not match another protocol', { protocols: ['http'] }, false],
    ['needs all its conditions', { hosts: ['shop.example'], protocols: ['http'] }, false],
    ['meets all its conditions', { hosts: ['shop.example'], ports: [[443, 443]], credentials: ['alice'] }, true],
  ])('%s', (_says, match, expected) => expect(matches(match)).toBe(expected));

  it('compares hosts without case and trailing dot', () => {
    expect(matches({ hosts: ['Shop.example'] }, 'shop.EXAMPLE.')).toBe(true);
    expect(matches({ hosts: ['10.0.0.0/8'] }, '::ffff:10.1.2.3')).toBe(true);
  });
});
