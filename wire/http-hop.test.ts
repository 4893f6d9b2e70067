import { describe, expect, it } from 'vitest';
import type { HeaderField } from './http-header.ts';
import { forwardableTrailers, persists, withoutHopByHop } from './http-hop.ts';

const names = (list: readonly HeaderField[]): string[] => list.map(([name]) => name);
const fields = (...list: string[]): HeaderField[] => list.map((name) => [name, 'x']);

describe('withoutHopByHop (RFC 9110 §7.6.1)', () => {
  it('drops what belongs to one connection and keeps the rest in order', () => {
    const list = fields(
      'Accept',
      'Keep-Alive',
      'Proxy-Connection',
      'TE',
      'Upgrade',
      'Transfer-Encoding',
      'Proxy-Authorization',
      'Proxy-Authenticate',
      'Proxy-Authentication-Info',
      'Trailer',
      'Cookie',
    );
    expect(names(withoutHopByHop(list))).toEqual(['Accept', 'Trailer', 'Cookie']);
  });

  it('drops what Connection names, on every one of its lines', () => {
    const list: HeaderField[] = [
      ['Connection', 'close, X-One'],
      ...fields('X-One', 'x-two', 'X-Three'),
      ['connection', 'X-Two'],
    ];
    expect(names(withoutHopByHop(list))).toEqual(['X-Three']);
  });

  it('does not let Connection take away what frames or routes the message', () => {
    const list: HeaderField[] = [['Connection', 'Content-Length, Host'], ...fields('Content-Length', 'Host')];
    expect(names(withoutHopByHop(list))).toEqual(['Content-Length', 'Host']);
  });
});

describe('forwardableTrailers (RFC 9110 §6.5.1)', () => {
  it('drops trailers that would steer the message if they were headers', () => {
    const list = fields(
      'Digest',
      'Content-Length',
      'Transfer-Encoding',
      'Host',
      'Trailer',
      'Authorization',
      'Server-Timing',
    );
    expect(names(forwardableTrailers(list))).toEqual(['Digest', 'Server-Timing']);
  });
});

describe('persists (RFC 9112 §9.3)', () => {
  it.each([
    ['request', 1, '', true],
    ['request', 1, 'close', false],
    ['request', 1, 'x, Close', false],
    ['request', 1, 'keep-alive, close', false],
    ['request', 0, '', false],
    ['request', 0, 'keep-alive', false],
    ['response', 0, 'Keep-Alive', true],
    ['response', 0, '', false],
    ['response', 1, 'close', false],
  ] as const)('%s of HTTP/1.%i with Connection: %s -> %s', (side, minor, connection, expected) => {
    expect(persists(side, { minor, headers: [['Connection', connection]] })).toBe(expected);
  });
});
