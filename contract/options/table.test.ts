import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTION_RULES } from './table.ts';

const ruleOf = (name: string) => OPTION_RULES.find((rule) => rule.name === name);

describe.each<[name: string, good: [text: string, value: unknown][], bad: string[]]>([
  [
    'country',
    [
      ['us', 'us'],
      ['DE', 'de'],
      ['xk', 'xk'],
    ],
    ['', 'uk', 'usa', 'u', 'u s', 'us '],
  ],
  [
    'state',
    [
      ['new_york', 'new_york'],
      ['NY', 'ny'],
      ['x'.repeat(64), 'x'.repeat(64)],
    ],
    ['', 'new york', 'são_paulo', 'x'.repeat(65)],
  ],
  [
    'city',
    [
      ['Albany', 'albany'],
      ['6th_of_october', '6th_of_october'],
    ],
    ['', 'st.louis', 'x'.repeat(65)],
  ],
  [
    'asn',
    [
      ['1', 1],
      ['4294967295', 4_294_967_295],
    ],
    ['', '0', '4294967296', '99999999999', 'AS1', '01', '+1', '1.0', '1e3'],
  ],
  [
    'session',
    [
      ['aZ9._~', 'aZ9._~'],
      ['x'.repeat(64), 'x'.repeat(64)],
    ],
    ['', 'a b', 'a/b', 'ü', 'x'.repeat(65)],
  ],
  [
    'lifetime',
    [
      ['1', 1],
      ['1440', 1440],
    ],
    ['', '0', '1441', '10m', '010', '-1', '1.5'],
  ],
  ['rotate', [['request', 'request']], ['', 'on', 'Request', 'requests']],
  [
    'strict',
    [
      ['on', true],
      ['off', false],
    ],
    ['', 'On', 'true', '1'],
  ],
])('%s', (name, good, bad) => {
  it.each(good)('%s', (text, value) => {
    expect(ruleOf(name)?.parse(text)).toBe(value);
  });

  it.each(bad)('not "%s"', (text) => {
    expect(ruleOf(name)?.parse(text)).toBeUndefined();
  });
});

it('has each name and each key once, and relations to options that there are', () => {
  const names = OPTION_RULES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(OPTION_RULES.map(({ key }) => key)).size).toBe(names.length);
  for (const { needs, excludes = [] } of OPTION_RULES)
    for (const other of [...(needs ? [needs] : []), ...excludes]) expect(names).toContain(other);
});

it('stands in docs/options.md row for row', () => {
  const code = (name: string) => `\`${name}\``;
  const rows = OPTION_RULES.map(({ name, values, needs, excludes = [] }) => {
    const excluders = OPTION_RULES.filter((other) => other.excludes?.includes(name)).map((other) => other.name);
    const cells = [code(name), values, needs ? code(needs) : '', [...excludes, ...excluders].map(code).join(', ')];
    return `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
  });
  const page = readFileSync(new URL('../../docs/options.md', import.meta.url), 'utf8');
  expect(page).toContain(rows.join('\n'));
});
