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
      ['43200', 43_200],
    ],
    ['', '0', '43201', '10m', '010', '-1', '1.5'],
  ],
  [
    'idle',
    [
      ['1', 1],
      ['43200', 43_200],
    ],
    ['', '0', '43201', '010'],
  ],
  [
    'rotate',
    [
      ['request', 'request'],
      ['now', 'now'],
    ],
    ['', 'on', 'Request', 'requests'],
  ],
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
  for (const { needs, relations = {} } of OPTION_RULES) {
    const others = Object.values(relations).flatMap((each) => [each.needs ?? [], each.excludes ?? []].flat());
    for (const other of [...(needs ? [needs] : []), ...others]) expect(names).toContain(other);
  }
});

it('stands in docs/options.md row for row', () => {
  const code = (name: string) => `\`${name}\``;
  const list = (names: readonly string[]) => names.map(code).join(', ');
  const relationsOf = (rule: (typeof OPTION_RULES)[number]) => Object.entries(rule.relations ?? {});
  const rows = OPTION_RULES.map((rule) => {
    const { name, values } = rule;
    const needs = [
      ...(rule.needs ? [code(rule.needs)] : []),
      ...relationsOf(rule).flatMap(([value, each]) => (each.needs ? [`\`${value}\`: ${code(each.needs)}`] : [])),
    ];
    const contradicts = [
      ...relationsOf(rule).flatMap(([value, each]) => (each.excludes ? [`\`${value}\`: ${list(each.excludes)}`] : [])),
      ...OPTION_RULES.flatMap((other) =>
        relationsOf(other).flatMap(([value, { excludes = [] }]) =>
          excludes.includes(name) ? [`\`${other.name}-${value}\``] : [],
        ),
      ),
    ];
    return `| ${[code(name), values, needs.join(', '), contradicts.join(', ')].join(' | ')} |`.replaceAll('  ', ' ');
  });
  const page = readFileSync(new URL('../../docs/options.md', import.meta.url), 'utf8');
  expect(page).toContain(rows.join('\n'));
});
