import { describe, expect, it } from 'vitest';
import { openSource, problemAt } from './yaml-source.ts';

describe('openSource', () => {
  it.each(['', '# only a comment\n', '---\n'])('reads %j as an empty block', (text) => {
    expect(openSource(text, 'a.yaml')).toMatchObject({ data: {}, problems: [] });
  });

  const unfolding = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`).join('\n');
  it.each([
    [
      'a: [\n',
      2,
      'is not readable YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a: 1\n\tb: 2\n', 2, 'is not readable YAML: Tabs are not allowed as indentation'],
    ['x: secret: "hunter2"', 1, 'is not readable YAML: Nested mappings are not allowed in compact mappings'],
    ['data: hunter2\n"hunter2', 2, 'is not readable YAML: Missing closing "quote'],
    ['a: !code hunter2', 1, 'is not readable YAML: Unresolved tag'],
    [
      'a: 1\n---\nb: 2\n',
      2,
      'is not readable YAML: Source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
    ['a: *hunter2', undefined, 'uses a YAML alias that is not defined or unfolds too far'],
    [`a0: &a0 hunter2\n${unfolding}`, undefined, 'uses a YAML alias that is not defined or unfolds too far'],
    ['#'.repeat(8 * 1024 * 1024 + 1), undefined, 'is larger than 8 MiB'],
  ])('refuses broken text %#', (text, line, message) => {
    const source = openSource(text, 'a.yaml');
    expect(source.data).toBeUndefined();
    expect(source.problems[0]).toEqual({ file: 'a.yaml', line, key: '', value: undefined, message });
    expect(JSON.stringify(source.problems)).not.toContain('hunter2');
  });

  it('names repeated keys and reads on', () => {
    const source = openSource('data: a\ndata: b\n', 'a.yaml');
    expect(source.data).toEqual({ data: 'b' });
    expect(source.problems).toEqual([
      { file: 'a.yaml', line: 2, key: 'data', value: undefined, message: 'is written twice; it is already on line 1' },
    ]);
  });
});

it('makes a problem of a place', () => {
  const source = openSource('egress:\n  workers: two\n', 'a.yaml');
  expect(problemAt(source, ['egress', 'workers'], 'is odd', { allowed: ['2'], nearest: '2' })).toEqual({
    file: 'a.yaml',
    line: 2,
    key: 'egress.workers',
    value: 'two',
    message: 'is odd',
    allowed: ['2'],
    nearest: '2',
  });
});
