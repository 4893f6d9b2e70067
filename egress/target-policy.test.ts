import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotTargets } from '@atlantic/contract/snapshot.ts';
import { isPublicAddress } from '@atlantic/wire/public-address.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindOwn } from './own-addresses.ts';
import { compileTargets } from './target-policy.ts';

const CLOSED: SnapshotTargets = { allowPrivate: false, allow: [], deny: [], ports: [[1, 65535]] };
const policyOf = (changes: Partial<SnapshotTargets> = {}) => compileTargets({ ...CLOSED, ...changes });

/** The code that `act` throws, or `allowed`. */
function verdict(act: () => void): string {
  try {
    act();
    return 'allowed';
  } catch (error) {
    if (error instanceof AtlanticError) return error.code;
    throw error;
  }
}
const judge = (host: string, changes: Partial<SnapshotTargets> = {}, port = 80) =>
  verdict(() => policyOf(changes).check({ host, port }));
const judgeAddresses = (host: string, addresses: string[], changes: Partial<SnapshotTargets> = {}) =>
  verdict(() => policyOf(changes).checkAddresses({ host, port: 80 }, addresses));

const PRIVATE = [
  ...['0.0.0.0', '10.255.255.255', '100.64.0.1', '127.0.0.1', '127.255.0.1', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.0.0.1', '192.0.2.9', '192.168.1.1', '198.18.0.1', '198.51.100.7', '203.0.113.5'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe'],
  ...['::ffff:0:7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::'],
  ...['3fff::1', '4000::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
];
const PUBLIC = [
  ...['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1'],
  ...['192.169.0.1', '223.255.255.255', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450:4001::200e'],
];

describe('which addresses are public', () => {
  it.each(PRIVATE)('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(judge(address)).toBe('target_denied');
    expect(judgeAddresses('name.example', [address])).toBe('target_denied');
  });

  it.each(PUBLIC)('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
    expect(judge(address)).toBe('allowed');
    expect(judgeAddresses('name.example', [address])).toBe('allowed');
  });

  it('judges an IPv4 address alike in its own form and inside IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });

  it('lets no name through whose addresses hold one that is not', () => {
    const addresses = fc.array(fc.constantFrom(...PUBLIC), { maxLength: 4 });
    fc.assert(
      fc.property(addresses, fc.constantFrom(...PRIVATE), addresses, (before, bad, after) => {
        expect(judgeAddresses('name.example', [...before, bad, ...after])).toBe('target_denied');
      }),
    );
  });
});

describe('which names are refused unresolved', () => {
  it.each([
    ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'printer.local', 'Printer.Local.', 'x.home.arpa'],
    ...['metadata.google.internal', 'metadata.google.internal.'],
  ])('%s, which means this machine or its network', (host) => {
    expect(judge(host)).toBe('target_denied');
    expect(judge(host, { allowPrivate: true })).toBe('allowed');
    expect(judge(host, { allow: [host.toLowerCase().replace(/\.$/, '')] })).toBe('allowed');
  });

  it.each([
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0X7F.1',
    '0177.0.0.1',
    '127.0.0.0x1',
    '127.1.',
    '0x.1',
  ])('%s, which a resolver may read as an address, even where private addresses are allowed', (host) => {
    expect(judge(host)).toBe('target_denied');
    expect(judge(host, { allowPrivate: true })).toBe('target_denied');
  });

  it.each([
    'example.com',
    'EXAMPLE.com.',
    'localhost.example.com',
    '1.example',
    '0xcafe.example',
    'local',
    'a1',
  ])('not %s', (host) => expect(judge(host)).toBe('allowed'));
});

describe('the rules', () => {
  const LAN = '192.168.1.10';

  it.each<[says: string, host: string, changes: Partial<SnapshotTargets>, verdict: string]>([
    ['a private address is allowed with allowPrivate', LAN, { allowPrivate: true }, 'allowed'],
    ['a private address is allowed by its range', LAN, { allow: ['192.168.0.0/16'] }, 'allowed'],
    ['another range allows nothing', LAN, { allow: ['10.0.0.0/8'] }, 'target_denied'],
    ['a range reaches the mapped form', `::ffff:${LAN}`, { allow: ['192.168.0.0/16'] }, 'allowed'],
    ['deny comes before allow', LAN, { allow: [LAN], deny: ['192.168.0.0/16'] }, 'target_denied'],
    ['deny comes before allowPrivate', LAN, { allowPrivate: true, deny: [LAN] }, 'target_denied'],
    ['deny reaches the mapped form', `::ffff:${LAN}`, { allowPrivate: true, deny: [LAN] }, 'target_denied'],
    ['deny may name public addresses', '8.8.8.8', { deny: ['8.8.8.0/24'] }, 'target_denied'],
    ['deny may name hosts', 'Sub.Example.COM.', { deny: ['*.example.com'] }, 'target_denied'],
    ['a suffix does not deny its own name', 'example.com', { deny: ['*.example.com'] }, 'allowed'],
    ['deny comes before allow for names', 'example.com', { allow: ['*'], deny: ['example.com'] }, 'target_denied'],
    ['a star denies all', 'example.com', { deny: ['*'] }, 'target_denied'],
  ])('%s', (_says, host, changes, expected) => expect(judge(host, changes)).toBe(expected));

  it.each<[says: string, address: string, changes: Partial<SnapshotTargets>, verdict: string]>([
    ['an allowed name may lead to a private address', LAN, { allow: ['nas.example'] }, 'allowed'],
    ['an allowed range is enough for a name that leads there', LAN, { allow: ['192.168.0.0/16'] }, 'allowed'],
    ['a denied range is not entered by an allowed name', LAN, { allow: ['*'], deny: [LAN] }, 'target_denied'],
    ['a denied public address is not entered by name', '8.8.8.8', { deny: ['8.8.8.8'] }, 'target_denied'],
  ])('once resolved, %s', (_says, address, changes, expected) =>
    expect(judgeAddresses('nas.example', [address], changes)).toBe(expected));

  it('names the port before anything else', () => {
    const ports: [number, number][] = [
      [80, 80],
      [8000, 8999],
    ];
    const at = (port: number) => judge('127.0.0.1', { ports, allowPrivate: true }, port);
    expect([79, 80, 81, 7999, 8000, 8999, 9000].filter((port) => at(port) === 'allowed')).toEqual([80, 8000, 8999]);
    expect(judge('127.0.0.1', { ports }, 22)).toBe('target_port_denied');
  });
});

describe('the gateway’s own places', () => {
  const own: FindOwn = ({ host, port }) => (host === '203.0.113.9' && port === 3128 ? 'endpoint' : undefined);
  const at = (changes: Partial<SnapshotTargets> = {}) =>
    compileTargets({ ...CLOSED, allowPrivate: true, ...changes }, own);
  const place = { host: '203.0.113.9', port: 3128 };

  it('are no targets, neither as a literal nor behind a name, and the detail says so', () => {
    const detail = 'It is an endpoint of this gateway.';
    const denial = expect.objectContaining({ code: 'target_denied', detail });
    expect(() => at().check(place)).toThrow(denial);
    expect(() => at().checkAddresses({ host: 'a.example', port: 3128 }, ['192.0.2.1', place.host])).toThrow(denial);
  });

  it('are others at another port', () => {
    expect(() => at().check({ ...place, port: 80 })).not.toThrow();
    expect(() => at().checkAddresses({ host: 'a.example', port: 80 }, [place.host])).not.toThrow();
  });

  it.each([['203.0.113.9'], ['203.0.113.0/24']])('are targets where %s allows them', (pattern) => {
    expect(() => at({ allow: [pattern] }).check(place)).not.toThrow();
  });

  it('are not allowed by a star, which names nothing', () => {
    expect(() => at({ allow: ['*'] }).check(place)).toThrow('an endpoint of this gateway');
  });
});
