import type { UsageKey } from '@atlantic/contract/plane.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COUNTERS_AT,
  COUNTERS_SIZE,
  decodeHeader,
  decodeSlot,
  encodeHeader,
  encodeSlot,
  HEADER_SIZE,
  keyText,
  SLOT_SIZE,
  sealCounters,
} from './slot.ts';

const key: UsageKey = { credential: 'c', pool: 'direct', protocol: 'socks5', country: 'DE' };
const word = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((text) => !text.includes('\x1f'));
const keys = fc.record<UsageKey>({
  credential: word,
  pool: word,
  protocol: fc.constantFrom('http', 'connect', 'socks5'),
  country: fc.constantFrom('', 'DE'),
});
const counts = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 8, maxLength: 8 });

/** A slot with these counters, as a ledger writes it. */
function filled(of: UsageKey, values: readonly number[]): Buffer {
  const slot = encodeSlot(of);
  const counters = new Float64Array(slot.buffer, slot.byteOffset + COUNTERS_AT, COUNTERS_SIZE / 8);
  counters.set(values);
  sealCounters(counters);
  return slot;
}
const values = (slot: Buffer) => {
  const state = decodeSlot(slot);
  return state === 'torn' ? 'torn' : [...state.counters.subarray(0, 8)];
};

describe('a slot', () => {
  it('gives back its key and counters', () => {
    fc.assert(
      fc.property(keys, counts, (of, numbers) => {
        const state = decodeSlot(filled(of, numbers));
        expect(state).toMatchObject({ key: of });
        expect(values(filled(of, numbers))).toEqual(numbers);
      }),
    );
  });

  it('begins with counters at zero, and counts exactly up to 2^53', () => {
    expect(values(encodeSlot(key))).toEqual(Array(8).fill(0));
    const most = [Number.MAX_SAFE_INTEGER - 1, 0, 0, 0, 0, 0, 0, 0];
    expect(values(filled(key, most))).toEqual(most);
  });

  it('holds keys of 152 octets and no longer', () => {
    const rest = keyText({ ...key, credential: '' }).length;
    const longest = { ...key, credential: 'x'.repeat(152 - rest) };
    expect(decodeSlot(encodeSlot(longest))).toMatchObject({ key: longest });
    expect(() => encodeSlot({ ...key, credential: 'x'.repeat(153 - rest) })).toThrow(RangeError);
    expect(() => encodeSlot({ ...key, credential: 'ü'.repeat(80) })).toThrow(RangeError);
  });

  it('is not a hole of zeros, nor a key without counters, nor counters without a key', () => {
    const counters = Buffer.concat([Buffer.alloc(COUNTERS_AT), filled(key, Array(8).fill(1)).subarray(COUNTERS_AT)]);
    expect(decodeSlot(Buffer.alloc(SLOT_SIZE))).toBe('torn');
    expect(decodeSlot(encodeSlot(key).fill(0, COUNTERS_AT))).toBe('torn');
    expect(decodeSlot(counters)).toBe('torn');
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('does not count %d', (value) => {
    expect(decodeSlot(filled(key, [value, 0, 0, 0, 0, 0, 0, 0]))).toBe('torn');
  });

  it('is torn when the key has no known protocol', () => {
    expect(decodeSlot(encodeSlot({ ...key, protocol: 'gopher' as 'http' }))).toBe('torn');
  });

  it('is torn when its counters are of two commits, unless they are those of one', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 1000 }), (old, changed, more) => {
        const next = old.map((value, at) => (at === changed ? value + more : value));
        for (let cut = 0; cut <= COUNTERS_SIZE; cut += 8) {
          const mixed = filled(key, old);
          filled(key, next).copy(mixed, COUNTERS_AT, COUNTERS_AT, COUNTERS_AT + cut);
          expect([old, next, 'torn']).toContainEqual(values(mixed));
        }
      }),
    );
  });
});

describe('a header', () => {
  it('names its writer', () => {
    const writer = { pid: 4_194_304, startTicks: 2 ** 40 };
    expect(decodeHeader(encodeHeader(writer))).toEqual(writer);
  });

  it('is not read when it is cut or any octet of it is changed', () => {
    const header = encodeHeader({ pid: 1, startTicks: 5 });
    expect(decodeHeader(header.subarray(0, HEADER_SIZE - 1))).toBeUndefined();
    for (let at = 0; at < 28; at += 1) {
      const damaged = Buffer.from(header);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(decodeHeader(damaged)).toBeUndefined();
    }
  });
});

it('no write of counters crosses a page or a sector', () => {
  for (const unit of [512, 4096]) {
    for (let slot = 0; slot < 64; slot += 1) {
      const start = HEADER_SIZE + slot * SLOT_SIZE + COUNTERS_AT;
      expect(Math.floor(start / unit)).toBe(Math.floor((start + COUNTERS_SIZE - 1) / unit));
    }
  }
});
