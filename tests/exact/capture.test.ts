import { expect, it } from 'vitest';
import { parseSegments } from './capture.ts';

const PORTS = new Set([8080, 1080]);

it('reads who sent what', () => {
  const text = [
    '127.1.0.9\t127.0.0.1\t40000\t8080\t4294967295\t0\t0\t0x0002',
    '127.0.0.1\t127.1.0.9\t8080\t40000\t5\t0\t0\t0x0012',
    '127.0.0.1\t127.1.0.9\t8080\t40000\t6\t1\t700\t0x0019\n',
  ].join('\n');
  expect(parseSegments(text, PORTS)).toEqual([
    {
      client: '127.1.0.9:40000',
      gatewayPort: 8080,
      from: 'client',
      sequence: 4_294_967_295,
      acknowledgment: 0,
      length: 0,
      syn: true,
      ack: false,
      fin: false,
      rst: false,
    },
    expect.objectContaining({ client: '127.1.0.9:40000', from: 'gateway', sequence: 5, syn: true, ack: true }),
    expect.objectContaining({ from: 'gateway', length: 700, acknowledgment: 1, fin: true, ack: true, rst: false }),
  ]);
  expect(parseSegments('127.1.0.9\t127.0.0.1\t8080\t1080\t1\t1\t0\t0x0014', PORTS)).toMatchObject([
    { gatewayPort: 1080, rst: true, ack: true },
  ]);
});

it.each([
  ['a line that is cut', '127.1.0.9\t127.0.0.1\t40000\t8080\t1'],
  ['words', '127.1.0.9\t127.0.0.1\t40000\t8080\t1\t2\tmany\t0x10'],
  ['traffic of others', '127.1.0.9\t127.0.0.1\t40000\t9999\t1\t1\t0\t0x0010'],
])('does not pass over %s', (_, line) => {
  expect(() => parseSegments(line, PORTS)).toThrow('not a segment');
});
