import { parseSourceAddress } from '@atlantic/contract/config/source-address.ts';
import { parseAddress } from '@atlantic/wire/ip-address.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawForSession, sourceAddress } from './source-address.ts';

const drawn = (text: string, draw: (word: number) => number): string => {
  const source = parseSourceAddress(text);
  if (!source) throw new Error(`${text} is no source address`);
  return sourceAddress(source, draw);
};
const bitsOf = (address: string): string =>
  [...(parseAddress(address) ?? [])].map((octet) => octet.toString(2).padStart(8, '0')).join('');

it('is the address itself where there is only one', () => {
  const never = () => {
    throw new Error('nothing is to be drawn');
  };
  for (const one of ['192.0.2.7', '2001:db8::7', '2001:db8::7/128'])
    expect(drawn(one, never)).toBe(one.replace('/128', ''));
});

it('is drawn from a prefix: its bits stay, all others are the drawn ones', () => {
  const words = fc.array(fc.nat({ max: 0xffffffff }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 32, max: 127 }), words, (address, bits, random) => {
      const all = random.map((word) => word.toString(2).padStart(32, '0')).join('');
      const found = bitsOf(drawn(`${address}/${bits}`, (word) => random[word] ?? 0));
      expect(found).toBe(bitsOf(address).slice(0, bits) + all.slice(bits));
    }),
  );
});

it('stays with a session at an exit, and is another for another', () => {
  const at = (key: number, exit: number) => drawn('2001:db8:1::/64', drawForSession(key, exit));
  expect(at(1, 2)).toBe(at(1, 2));
  const many = new Set(Array.from({ length: 500 }, (_, key) => at(key, 2)));
  expect(many.size).toBe(500);
  expect(at(1, 2)).not.toBe(at(1, 3));
});
