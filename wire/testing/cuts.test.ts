import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt, singly, whole } from './cuts.ts';

describe('cuts', () => {
  it('loses and reorders nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.nat()), (octets, places) => {
        const stream = Buffer.from(octets);
        for (const pieces of [whole(stream), singly(stream), cutAt(stream, places)])
          expect(Buffer.concat(pieces)).toEqual(stream);
      }),
    );
  });

  it('cuts where it is told', () => {
    expect(cutAt(Buffer.from('abcdef'), [4, 1]).map(String)).toEqual(['a', 'bcd', 'ef']);
  });
});
