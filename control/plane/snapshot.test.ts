import { createHash } from 'node:crypto';
import { readConfig } from '@atlantic/contract/config/read.ts';
import type { Config } from '@atlantic/contract/config/schema.ts';
import { policyFor, poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { PARTS_OF, partSchemas } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { foundProvider } from '../start/provider.ts';
import { encodePart, fixedParts, type PartSources, snapshotCredential } from './snapshot.ts';

function config(yaml: string): Config {
  const read = readConfig(yaml, 'atlantic.yaml');
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

const asWritten = (reference: string): string => reference;
const SOURCES: PartSources = {
  cores: 1,
  resolve: asWritten,
  find: () => {
    throw new Error('no pool names a provider');
  },
  directory: '/',
};

describe('the parts that the configuration decides', () => {
  it('fit their schemas for the defaults, with a worker for each core', () => {
    const parts = fixedParts(config(''), { ...SOURCES, cores: 6 });
    expect(parts.egress.workers).toBe(6);
    expect(parts.egress.targets).toEqual({
      allowPrivate: false,
      allow: [],
      deny: [],
      ports: [
        [1, 24],
        [26, 65535],
      ],
    });
    expect(parts.pools).toEqual([{ name: 'direct', kind: 'direct', endpoints: [] }]);
    expect(parts.routes).toEqual([{ match: {}, pool: 'direct' }]);
    for (const name of PARTS_OF.egress) {
      if (name !== 'accounts' && name !== 'credentials') partSchemas[name].parse(parts[name]);
    }
  });

  it('split endpoint URLs and keep passwords out of what is shown', () => {
    const yaml = `
pools:
  - name: rented
    kind: list
    endpoints: ['http://user:p%40ss@proxy.example:3128', 'http://[2001:db8::1]:8080']
routes:
  - { match: { hosts: ['*.example.com'], ports: [443, 8000-8999], protocols: [connect] }, pool: rented }
  - { pool: direct }`;
    const { pools, routes } = fixedParts(config(yaml), SOURCES);
    const [first, second] = pools[0]?.endpoints ?? [];
    expect(first).toEqual({
      id: expect.stringMatching(/^rented-[0-9a-f]{12}$/),
      address: 'http://proxy.example:3128',
      kind: 'http',
      host: 'proxy.example',
      port: 3128,
      username: 'user',
      password: 'p@ss',
    });
    expect(second).toEqual({
      id: expect.stringMatching(/^rented-/),
      address: 'http://[2001:db8::1]:8080',
      kind: 'http',
      host: '2001:db8::1',
      port: 8080,
    });
    expect(routes[0]).toEqual({
      pool: 'rented',
      match: {
        hosts: ['*.example.com'],
        ports: [
          [443, 443],
          [8000, 8999],
        ],
        protocols: ['connect'],
      },
    });
  });

  it('hold the account at a provider, and how it is written there', () => {
    const find = (name: string) => foundProvider(name, '.');
    const yaml = (more: string) =>
      `pools: [{ name: geo, kind: provider, username: anna, password: hush, ${more} }]\nroutes: [{ pool: geo }]`;
    const [pool] = fixedParts(config(yaml('provider: oxylabs, product: mobile')), { ...SOURCES, find }).pools;
    expect(pool).toMatchObject({
      kind: 'provider',
      endpoints: [{ address: 'http://pr.oxylabs.io:7777', kind: 'http', host: 'pr.oxylabs.io', port: 7777 }],
      provider: { name: 'oxylabs', product: 'mobile', login: { username: 'customer-anna', password: 'hush' } },
    });
    expect(JSON.stringify(pool?.endpoints)).not.toMatch(/anna|hush/);
    expect(JSON.parse(encodePart('pools', [pool]).text)).toEqual([pool]);
    const elsewhere = yaml('provider: oxylabs, endpoint: "socks5://[2001:db8::1]:1080"');
    expect(fixedParts(config(elsewhere), { ...SOURCES, find }).pools[0]?.endpoints).toMatchObject([
      { address: 'socks5://[2001:db8::1]:1080', kind: 'socks5', host: '2001:db8::1', port: 1080 },
    ]);
  });

  it('know a proxy by its scheme, and who resolves names for it', () => {
    const endpoints =
      '["socks5://u:p@s.example", "socks5h://u:p@s.example:1080", "socks4://me@s.example", "https://s.example"]';
    const yaml = `
egress: { targets: { resolve: gateway } }
pools: [{ name: up, kind: list, endpoints: ${endpoints} }, { name: own, kind: list, endpoints: ["socks4a://a"], resolve: upstream }]
routes: [{ pool: up }]`;
    const [up, own] = fixedParts(config(yaml), SOURCES).pools;
    expect(up?.endpoints.map(({ address, username, password }) => [address, username, password])).toEqual([
      ['socks5://s.example:1080', 'u', 'p'],
      ['socks5h://s.example:1080', 'u', 'p'],
      ['socks4://s.example:1080', 'me', undefined],
      ['https://s.example:443', undefined, undefined],
    ]);
    expect([up?.resolve, own?.resolve]).toEqual(['gateway', 'upstream']);
  });

  it('carry what is known of endpoints', () => {
    const endpoints =
      '["http://a.example:1", { url: "env:B", weight: 2.5, country: US, city: New York, asn: AS64500 }]';
    const text = `pools: [{ name: up, kind: list, endpoints: ${endpoints} }]\nroutes: [{ pool: up }]`;
    const read = readConfig(text, 'a.yaml', { B: 'http://b.example:1' });
    if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
    const resolve = (reference: string) => reference.replace('env:B', 'http://b.example:1');
    const [pool] = fixedParts(read.config, { ...SOURCES, resolve }).pools;
    expect(pool?.endpoints.map(({ id: _, ...endpoint }) => endpoint)).toEqual([
      { address: 'http://a.example:1', kind: 'http', host: 'a.example', port: 1 },
      {
        address: 'http://b.example:1',
        kind: 'http',
        host: 'b.example',
        port: 1,
        weight: 2.5,
        country: 'us',
        city: 'new_york',
        asn: 64_500,
      },
    ]);
  });

  it('carry the issuers that https endpoints are checked by, and local addresses once each', () => {
    const pools: Config['pools'] = [
      { name: 'tls', kind: 'list', endpoints: ['https://s.example'], ca: 'issuers.pem' },
      { name: 'own', kind: 'direct', addresses: ['192.0.2.7', '2001:db8:1::/64', '192.0.2.7'] },
    ];
    const resolve = (reference: string) => (reference === 'file:issuers.pem' ? 'PEM' : reference);
    const parts = fixedParts({ ...config(''), pools }, { ...SOURCES, resolve }).pools;
    expect(parts[0]?.ca).toBe('PEM');
    expect(parts[1]).toEqual({
      name: 'own',
      kind: 'direct',
      endpoints: [],
      addresses: ['192.0.2.7', '2001:db8:1::/64'],
    });
    partSchemas.pools.parse(parts);
  });

  it('carry what is said of a pool’s policy, made whole, and nothing where nothing is said', () => {
    const yaml = `
pools:
  - { name: said, kind: list, endpoints: ["http://a.example:1"], choose: random, health: { breaker: { baseSeconds: 1 } } }
  - { name: own, kind: direct, retry: { attempts: 2 } }
  - { name: plain, kind: list, endpoints: ["http://a.example:1"] }
routes: [{ pool: said }]`;
    const [said, own, plain] = fixedParts(config(yaml), SOURCES).pools;
    expect(said?.policy).toEqual(poolPolicySchema.parse({ choose: 'random', health: { breaker: { baseSeconds: 1 } } }));
    expect(own?.policy).toEqual(policyFor('direct', { retry: { attempts: 2 } }));
    expect(plain?.policy).toBeUndefined();
  });

  it('carry what a pool holds ready, a provider’s too, and how it hedges', () => {
    const find = (name: string) => foundProvider(name, '.');
    const yaml = `
pools:
  - { name: ready, kind: list, endpoints: ["http://a.example:1"], spares: { max: 4 }, hedge: {} }
  - { name: geo, kind: provider, provider: oxylabs, username: anna, password: hush, spares: { max: 2, ageSeconds: 5 } }
routes: [{ pool: ready }]`;
    const { pools } = fixedParts(config(yaml), { ...SOURCES, find });
    expect(pools.map(({ policy }) => policy?.spares)).toEqual([
      { max: 4, ageSeconds: 20 },
      { max: 2, ageSeconds: 5 },
    ]);
    expect(pools.map(({ policy }) => policy?.hedge)).toEqual([{ quantile: 0.95, minMs: 50, share: 0.05 }, undefined]);
  });

  it('name an endpoint the same wherever it stands and whatever its password, and count it once', () => {
    const endpoints = (list: string[]) =>
      fixedParts({ ...config(''), pools: [{ name: 'rented', kind: 'list', endpoints: list }] }, SOURCES).pools[0]
        ?.endpoints ?? [];
    const [a, b] = ['http://u:old@a.example:1', 'http://b.example:2'];
    const before = endpoints([a, b]).map(({ id }) => id);
    expect(endpoints([b, 'http://u:new@a.example:1']).map(({ id }) => id)).toEqual(before.toReversed());
    expect(endpoints([a, a, b])).toHaveLength(2);
    expect(new Set(endpoints([a, 'http://v:old@a.example:1', b]).map(({ id }) => id)).size).toBe(3);
  });

  it('refuse an endpoint that turns out to be none, without quoting it', () => {
    const broken: Config = { ...config(''), pools: [{ name: 'rented', kind: 'list', endpoints: ['env:PROXY'] }] };
    expect(() => fixedParts(broken, { ...SOURCES, resolve: () => 'ftp://user:hush@host' })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.not.stringContaining('hush') }),
    );
  });
});

describe('a part as text', () => {
  it('is named by its digest, and the same for the same content', () => {
    const route = { pool: 'direct', match: { protocols: ['http'], hosts: ['a.example'] } };
    const turned = { match: { hosts: ['a.example'], protocols: ['http'] }, pool: 'direct' };
    const part = encodePart('routes', [route]);
    expect(part).toEqual(encodePart('routes', [turned]));
    expect(part.digest).toBe(createHash('sha256').update(part.text).digest('hex'));
    expect(JSON.parse(part.text)).toEqual([route]);
  });
});

describe('a credential for the planes', () => {
  it('says what is limited and not how much', () => {
    const source = { id: 'c1', name: 'alpha', username: 'alpha', secretHash: 'a'.repeat(64), paused: false };
    const limits = { rate: { perSecond: 5, burst: 5 }, concurrency: 2 };
    const none = { bytes: null, requests: null };
    const account = { id: 'a1', quota: none };
    const free = { ...source, account, limits, allowFrom: [], options: {}, quota: none };
    const sent = snapshotCredential({ ...free, quota: { bytes: 0, requests: null } });
    expect(sent).toEqual({ ...source, account: 'a1', limits, limited: { bytes: true, requests: false } });
    partSchemas.credentials.parse([sent]);
    const poor = { id: 'a1', quota: { bytes: null, requests: 7 } };
    expect(snapshotCredential({ ...free, account: poor }).limited.requests).toBe(true);
    expect(snapshotCredential({ ...free, options: { country: 'us' } })).toMatchObject({ options: { country: 'us' } });
    expect(snapshotCredential({ ...free, allowFrom: ['10.0.0.0/8'] })).toMatchObject({ allowFrom: ['10.0.0.0/8'] });
  });
});
