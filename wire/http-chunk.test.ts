import { describe, expect, it } from 'vitest';
import { encodeChunk, encodeLastChunk } from './http-chunk.ts';

describe('encodeChunk', () => {
  it('frames data without copying it', () => {
    const data = Buffer.alloc(26, 'x');
    const pieces = encodeChunk(data);
    expect(Buffer.concat(pieces).toString()).toBe(`1a\r\n${'x'.repeat(26)}\r\n`);
    expect(pieces).toContain(data);
  });

  it('writes nothing for no data, which would end the body', () => {
    expect(encodeChunk(Buffer.alloc(0))).toEqual([]);
  });
});

describe('encodeLastChunk', () => {
  it('ends the body, with trailers or without', () => {
    expect(encodeLastChunk([]).toString()).toBe('0\r\n\r\n');
    expect(encodeLastChunk([['A', 'b']]).toString()).toBe('0\r\nA: b\r\n\r\n');
  });

  it('writes no trailer that would be two', () => {
    expect(() => encodeLastChunk([['A', 'b\r\nC: d']])).toThrow(TypeError);
  });
});
