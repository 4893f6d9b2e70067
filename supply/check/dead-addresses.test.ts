import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candidate } from '../candidate.ts';
import type { Dead } from '../verdict.ts';
import { createDeadAddresses } from './dead-addresses.ts';

const dead: Dead = { alive: false, stage: 'connect', code: 'connection_refused', detail: undefined, checkedAt: 0 };
const at = (host: string, port = 80, kind: Candidate['kind'] = 'http'): Candidate => ({ kind, host, port });

it('knows an address by whatever kind, and forgets the oldest', () => {
  const addresses = createDeadAddresses(2);
  for (const host of ['192.0.2.1', 'one.example', '2001:db8::1']) addresses.note(at(host), dead);
  expect(addresses.codeOf(at('192.0.2.1'))).toBeUndefined();
  expect(addresses.codeOf(at('one.example', 80, 'socks5'))).toBe('connection_refused');
  expect(addresses.codeOf(at('2001:db8::1', 81))).toBeUndefined();
});

it('notes nothing of those that answered', () => {
  const addresses = createDeadAddresses();
  addresses.note(at('192.0.2.1'), { ...dead, stage: 'judge' });
  expect(addresses.codeOf(at('192.0.2.1'))).toBeUndefined();
});

it('takes no address for another', () => {
  const address = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }));
  fc.assert(
    fc.property(address, address, ([host, port], [otherHost, otherPort]) => {
      fc.pre(host !== otherHost || port !== otherPort);
      const addresses = createDeadAddresses();
      addresses.note(at(host, port), dead);
      expect(addresses.codeOf(at(otherHost, otherPort))).toBeUndefined();
    }),
  );
});
