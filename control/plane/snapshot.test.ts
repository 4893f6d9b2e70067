import { createHash } from 'node:crypto';
import { readConfig } from '@atlantic/contract/config/read.ts';
import type { Config } from '@atlantic/contract/config/schema.ts';
import { PART_NAMES, partSchemas } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { encodePart, fixedParts, snapshotCredential } from './snapshot.ts';

function config(yaml: string): Config {
  const read = readConfig(yaml, 'atlantic.yaml');
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

const asWritten = (reference: string): string => reference;

describe('the parts that the configuration decides', () => {
  it('fit their schemas for the defaults, with a worker for each core', () => {
    const parts = fixedParts(config(''), 6, asWritten, '/');
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
    for (const name of PART_NAMES) if (name !== 'credentials') partSchemas[name].parse(parts[name]);
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
    const { pools, routes } = fixedParts(config(yaml), 1, asWritten, '/');
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

  it('know a SOCKS5 proxy by its scheme, whoever resolves names', () => {
    const yaml =
      'pools: [{ name: up, kind: list, endpoints: ["socks5://u:p@s.example", "socks5h://u:p@s.example:1080"] }]';
    const routes = 'routes: [{ pool: up }]';
    const user = { username: 'u', password: 'p' };
    expect(fixedParts(config(`${yaml}\n${routes}`), 1, asWritten, '/').pools[0]?.endpoints).toEqual([
      {
        id: expect.any(String),
        address: 'socks5://s.example:1080',
        kind: 'socks5',
        host: 's.example',
        port: 1080,
        ...user,
      },
    ]);
  });

  it('name an endpoint the same wherever it stands and whatever its password, and count it once', () => {
    const endpoints = (list: string[]) =>
      fixedParts({ ...config(''), pools: [{ name: 'rented', kind: 'list', endpoints: list }] }, 1, asWritten, '/')
        .pools[0]?.endpoints ?? [];
    const [a, b] = ['http://u:old@a.example:1', 'http://b.example:2'];
    const before = endpoints([a, b]).map(({ id }) => id);
    expect(endpoints([b, 'http://u:new@a.example:1']).map(({ id }) => id)).toEqual(before.toReversed());
    expect(endpoints([a, a, b])).toHaveLength(2);
    expect(new Set(endpoints([a, 'http://v:old@a.example:1', b]).map(({ id }) => id)).size).toBe(3);
  });

  it('refuse an endpoint that turns out to be none, without quoting it', () => {
    const broken: Config = { ...config(''), pools: [{ name: 'rented', kind: 'list', endpoints: ['env:PROXY'] }] };
    expect(() => fixedParts(broken, 1, () => 'ftp://user:hush@host', '/')).toThrow(
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
    const sent = snapshotCredential({ ...source, allowFrom: [], quota: { bytes: 0, requests: null } });
    expect(sent).toEqual({ ...source, limited: { bytes: true, requests: false } });
    partSchemas.credentials.parse([sent]);
    const restricted = { ...source, allowFrom: ['10.0.0.0/8'], quota: { bytes: null, requests: null } };
    expect(snapshotCredential(restricted)).toMatchObject({ allowFrom: ['10.0.0.0/8'] });
  });
});
