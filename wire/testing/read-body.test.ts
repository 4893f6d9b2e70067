import { describe, expect, it } from 'vitest';
import { createBodyReader } from '../http-body.ts';
import { readBody } from './read-body.ts';

describe('readBody', () => {
  const pieces = ['ab', 'cd', 'ef'].map((text) => Buffer.from(text));
  const read = (length: number, fin: 'fin' | 'open') =>
    readBody(createBodyReader({ kind: 'length', length }, 'request'), pieces, fin);

  it('tells the content, and everything behind it', () => {
    expect(read(3, 'open')).toEqual({ data: 'abc', ending: { rest: 'def', trailers: [] } });
  });

  it('tells a body that is still open from one that was cut off', () => {
    expect(read(7, 'open')).toEqual({ data: 'abcdef', ending: 'open' });
    expect(read(7, 'fin').ending).toEqual({ error: 'client_closed: the body is shorter than its Content-Length' });
  });
});
