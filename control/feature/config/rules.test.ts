import { formatChange } from '@atlantic/contract/config-change.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { supplySettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { expect, it } from 'vitest';
import { configChanges, type Declared } from './rules.ts';

const checked = (said: object) =>
  supplySettingsSchema.parse({
    ...{ listen: '127.0.0.1:8083', keys: [], rate: {}, everySeconds: 1_800, recheckSeconds: 300, keepDeadSeconds: 60 },
    ...{ feeds: [], judges: [], check: {}, gates: {}, store: 'file:', geo: {}, pools: [] },
    ...said,
  });

const endpoint = (id: string, password: string): SnapshotEndpoint => ({
  id,
  address: 'http://a.example:1',
  kind: 'http',
  host: 'a.example',
  port: 1,
  password,
});
const listener = (bind: string) => ({ bind, protocols: ['http' as const] });

const base: Declared = {
  fixed: {
    egress: {
      workers: 2,
      drainSeconds: 30,
      listeners: [listener('a:1'), listener('a:2')],
      targets: { allowPrivate: false, allow: [], deny: [], ports: [[1, 65_535]] },
    },
    pools: [
      { name: 'direct', kind: 'direct', endpoints: [] },
      { name: 'rented', kind: 'list', endpoints: [endpoint('one', 'hush'), endpoint('two', 'hush')] },
    ],
    routes: [
      { match: { hosts: ['*.example.com'], ports: [[443, 443]] }, pool: 'rented' },
      { match: {}, pool: 'direct' },
    ],
  },
  accounts: [{ name: 'shop' }],
  credentials: [{ name: 'app' }],
};
const { fixed } = base;
const { egress } = fixed;

const lines = (after: Partial<Omit<Declared, 'fixed'>> & { fixed?: Partial<Declared['fixed']> }) =>
  configChanges(base, { ...base, ...after, fixed: { ...fixed, ...after.fixed } }).map(formatChange);

it('says nothing where nothing changed', () => {
  expect(configChanges(base, structuredClone(base))).toEqual([]);
});

it('names listeners by their address, and what of them changed', () => {
  const listeners = [{ ...listener('a:2'), allowFrom: ['::1'] }, listener('a:3')];
  expect(lines({ fixed: { egress: { ...egress, listeners } } })).toEqual([
    '~ listener a:2: allowFrom',
    '+ listener a:3',
    '- listener a:1',
  ]);
});

it('counts endpoints and shows no password', () => {
  const pools = [
    { name: 'rented', kind: 'list' as const, endpoints: [endpoint('two', 'new'), endpoint('three', 'x')] },
  ];
  expect(lines({ fixed: { pools } })).toEqual([
    '~ pool rented: endpoints (1 added, 1 removed, 1 changed)',
    '- pool direct',
  ]);
});

it('tells routes by what they match, and that their order changed', () => {
  const [first, last] = fixed.routes;
  if (!first || !last) throw new Error('there are two');
  expect(lines({ fixed: { routes: [last, first] } })).toEqual(['~ setting routes: order']);
  expect(lines({ fixed: { routes: [first, { match: { protocols: ['socks5'] }, pool: 'rented' }, last] } })).toEqual([
    '+ route socks5 -> rented',
  ]);
  expect(lines({ fixed: { routes: [last] } })).toEqual(['- route *.example.com, 443 -> rented']);
});

it('names settings by their keys', () => {
  const targets = { ...egress.targets, allowPrivate: true };
  expect(lines({ fixed: { egress: { ...egress, workers: 3, targets } } })).toEqual([
    '~ setting egress.workers',
    '~ setting egress.targets.allowPrivate',
  ]);
});

it('names accounts and credentials, and never a hash', () => {
  const credentials = [{ name: 'app', secretHash: 'ab' }, { name: 'new' }];
  expect(lines({ accounts: [], credentials })).toEqual([
    '- account shop',
    '~ credential app: secret',
    '+ credential new',
  ]);
});

it('names feeds, settings of supply, and what a pool wants of it', () => {
  const supply = checked({
    feeds: [
      { name: 'kept', managed: 'file', list: [] },
      { name: 'gone', managed: 'file', list: [] },
    ],
    pools: [{ name: 'rented', max: 5, where: {} }],
  });
  const after = checked({
    everySeconds: 60,
    feeds: [
      { name: 'kept', managed: 'file', list: ['192.0.2.1:1'] },
      { name: 'new', managed: 'file', list: [] },
    ],
    pools: [{ name: 'rented', max: 6, where: { countries: ['de'] } }],
  });
  const changes = configChanges(
    { ...base, fixed: { ...fixed, supply } },
    { ...base, fixed: { ...fixed, supply: after } },
  );
  expect(changes.map(formatChange)).toEqual([
    '~ pool rented: max, where',
    '~ feed kept: list',
    '+ feed new',
    '- feed gone',
    '~ setting supply.everySeconds',
  ]);
});
