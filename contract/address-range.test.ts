import { describe, expect, it } from 'vitest';
import { addressRangeProblem, clientAddress, matchAddresses } from './address-range.ts';

describe('addressRangeProblem', () => {
  it.each(['10.0.0.7', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8', '::/0'])('accepts %s', (text) => {
    expect(addressRangeProblem(text)).toBeUndefined();
  });

  it.each([
    '',
    'localhost',
    '*',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/',
    '1.2.3.4/8/8',
    'fd00::/129',
    'fe80::1%eth0',
  ])('refuses %j', (text) => expect(addressRangeProblem(text)).toMatch(/^must be an IP address or a CIDR range/));

  it.each(['::ffff:10.0.0.1', '::FFFF:10.0.0.0/104', '::ffff:a00:1'])('wants %s as IPv4', (text) => {
    expect(addressRangeProblem(text)).toMatch(/^must be written as IPv4/);
  });
});

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:10.0.0.1', '10.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['', ''],
])('judges the client %j as %j', (address, judged) => expect(clientAddress(address)).toBe(judged));

describe('matchAddresses', () => {
  const matches = matchAddresses(['127.0.0.1', '10.0.0.0/8', 'fd00::/8', '::1']);

  it.each(['127.0.0.1', '10.255.255.255', 'fd12::3', '::1', '0:0:0:0:0:0:0:1'])('holds %s', (address) =>
    expect(matches(address)).toBe(true));

  it.each(['127.0.0.2', '11.0.0.0', 'fe80::1', '::2', '', 'localhost'])('does not hold %j', (address) =>
    expect(matches(address)).toBe(false));

  it('keeps the families apart, and nothing holds nobody', () => {
    expect(matchAddresses(['::/0'])('10.0.0.1')).toBe(false);
    expect(matchAddresses(['0.0.0.0/0'])('::1')).toBe(false);
    expect(matchAddresses([])('127.0.0.1')).toBe(false);
  });
});
