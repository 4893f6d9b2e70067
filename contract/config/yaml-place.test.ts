import { describe, expect, it } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import type { ConfigPath } from './path.ts';
import { lineOfPath, repeatedKeys } from './yaml-place.ts';

const parse = (text: string) => {
  const lines = new LineCounter();
  return { lines, document: parseDocument(text, { lineCounter: lines, uniqueKeys: false }) };
};

describe('lineOfPath', () => {
  const { document, lines } = parse(`# comment
data: ./here
egress:
  listeners:
    - bind: 127.0.0.1:1
      protocols: [http,
        socks5]
    - &other
      bind: 127.0.0.1:2
more: *other
`);
  it.each<[ConfigPath, number | undefined]>([
    [['data'], 2],
    [['egress', 'listeners', 0, 'bind'], 5],
    [['egress', 'listeners', 0, 'protocols', 1], 7],
    [['egress', 'listeners', 1, 'bind'], 9],
    [['egress', 'listeners', 1, 'protocols'], 9],
    [['egress', 'workers'], 3],
    [['more', 'bind'], 9],
    [['control', 'listen'], undefined],
    [[], undefined],
  ])('%j is on line %s', (path, line) => {
    expect(lineOfPath(document, lines, path)).toBe(line);
  });
});

it('finds repeated keys at every depth', () => {
  const { document, lines } = parse('data: a\npools:\n  - name: x\n    kind: direct\n    name: y\ndata: b\n');
  expect(repeatedKeys(document.contents, lines)).toEqual([
    { path: ['data'], line: 6, firstLine: 1 },
    { path: ['pools', 0, 'name'], line: 5, firstLine: 3 },
  ]);
});
