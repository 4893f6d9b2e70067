import { expect, it } from 'vitest';
import { createAdmission, MOST_FROM_RANGES } from './admission.ts';
import { createCandidates } from './candidates.ts';

const RULES = { feed: 'one', kind: undefined, allowPrivate: false };
const entry = (host: string, port = 80) => ({ kind: undefined, host, port });

it('fills in the kind, where the feed has one and the entry has none', () => {
  const candidates = createCandidates();
  const admission = createAdmission(candidates, { ...RULES, kind: 'socks4' });
  admission.v4(undefined, 0x01020304, 80);
  admission.v4('http', 0x01020304, 80);
  admission.entry(entry('h.example'));
  admission.entry({ ...entry('h.example'), kind: 'socks5', username: 'anna', password: 'hush' });
  expect([0, 1, 2, 3].map((index) => candidates.at(index))).toEqual([
    { kind: 'socks4', host: '1.2.3.4', port: 80 },
    { kind: 'http', host: '1.2.3.4', port: 80 },
    { kind: 'socks4', host: 'h.example', port: 80 },
    { kind: 'socks5', host: 'h.example', port: 80, username: 'anna', password: 'hush' },
  ]);
  expect(admission.counts()).toEqual({ found: 4, fresh: 4, duplicate: 0, rejected: {} });
});

it('leaves out what nobody else could reach, unless it may not', () => {
  const hosts = [
    '10.0.0.1',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'localhost',
    'squid',
    'a.internal',
    '192.0.2.1',
    '2001:db8::1',
  ];
  const admission = createAdmission(createCandidates(), RULES);
  for (const host of hosts) admission.entry(entry(host));
  admission.v4(undefined, 0x0a000001, 80);
  admission.v4(undefined, 0xe0000001, 80);
  expect(admission.counts()).toMatchObject({ found: 0, rejected: { 'private-address': 8, 'special-address': 3 } });
  const open = createAdmission(createCandidates(), { ...RULES, allowPrivate: true });
  for (const host of hosts) open.entry(entry(host));
  expect(open.counts()).toMatchObject({ found: hosts.length, rejected: {} });
});

it('counts what was there already, from this feed or another, and what finds no room', () => {
  const candidates = createCandidates(1);
  createAdmission(candidates, { ...RULES, feed: 'other' }).v4(undefined, 0x01020304, 80);
  const admission = createAdmission(candidates, RULES);
  admission.v4(undefined, 0x01020304, 80);
  admission.entry(entry('1.2.3.4'));
  admission.entry(entry('1.2.3.5'));
  expect(admission.counts()).toEqual({ found: 2, fresh: 0, duplicate: 2, rejected: { 'too-many': 1 } });
  expect(candidates.feedsOf(0)).toEqual(['other', 'one']);
});

it('unfolds ranges a part at a time', () => {
  const candidates = createCandidates();
  const admission = createAdmission(candidates, RULES);
  admission.entry({ ...entry('9.255.255.254'), count: 2 });
  // The second half of it is private.
  admission.entry({ ...entry('9.255.255.252'), count: 8 });
  expect(candidates.size).toBe(0);
  expect(admission.unfold(3)).toBe(true);
  expect(admission.unfold(7)).toBe(false);
  expect(admission.counts()).toEqual({ found: 6, fresh: 4, duplicate: 2, rejected: { 'private-address': 4 } });
});

it('takes so many addresses from ranges and no more', () => {
  const admission = createAdmission(createCandidates(), RULES);
  for (let at = 0; at <= MOST_FROM_RANGES / 4_096; at += 1) admission.entry({ ...entry('8.0.0.0'), count: 4_096 });
  expect(admission.counts().rejected).toEqual({ 'too-many': 4_096 });
});
