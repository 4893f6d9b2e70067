import { hostPort, proxyKey, type SupplyAddress } from '@atlantic/contract/supply/proxy.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildRowOrder, firstRowAt, hashOf } from './row-order.ts';

const address = fc.record({
  kind: fc.constantFrom<SupplyAddress['kind']>('http', 'socks5'),
  host: fc.constantFrom('192.0.2.1', '192.0.2.2', 'a.example', '2001:db8::1'),
  port: fc.integer({ min: 1, max: 4 }),
});
const addresses = fc.uniqueArray(address, { selector: proxyKey });

const ordered = (list: readonly SupplyAddress[]) => {
  const builder = buildRowOrder(list.length);
  for (const one of list) builder.add(one);
  builder.sort();
  const { numbers, hashes } = builder.finish();
  return { keys: [...numbers].map((number) => proxyKey(list[number] as SupplyAddress)), numbers, hashes };
};

it('is the same whatever the order of the list, ascending by hash and key', () => {
  fc.assert(
    fc.property(addresses, (list) => {
      const { keys, numbers, hashes } = ordered(list);
      expect(keys).toEqual(ordered(list.toReversed()).keys);
      expect([...hashes]).toEqual([...numbers].map((number) => hashOf(hostPort(list[number] as SupplyAddress))));
      for (let row = 1; row < keys.length; row++) {
        const same = hashes[row] === hashes[row - 1];
        expect(same ? (keys[row - 1] ?? '') < (keys[row] ?? '') : (hashes[row - 1] ?? 0) < (hashes[row] ?? 0)).toBe(
          true,
        );
      }
    }),
  );
});

it('finds the first row of a hash', () => {
  const hashes = Uint32Array.from([3, 3, 5]);
  expect([0, 3, 4, 5, 6].map((hash) => firstRowAt(hashes, hash))).toEqual([0, 0, 2, 2, 3]);
});

it('keeps neighbours apart', () => {
  const quarters = new Set(Array.from({ length: 16 }, (_, last) => hashOf(`192.0.2.${last}:8080`) >>> 30));
  expect(quarters.size).toBe(4);
});

it('says when there are more than fit', () => {
  expect(() => buildRowOrder(2 ** 21 + 1)).toThrow(RangeError);
});
