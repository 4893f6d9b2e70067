import { expect, it } from 'vitest';
import { z } from 'zod';
import { configuredRules, routeRuleSchema, snapshotRules } from './route-rule.ts';

const schema = configuredRules(z.string());
const read = (rule: object) => schema.safeParse([rule]);

it('becomes what a snapshot carries', () => {
  const rules = schema.parse([
    {
      when: { status: [403, '500-599'], header: { name: 'CF-Mitigated' }, body: ['captcha'], slowerThanMs: 9 },
      do: { ban: {}, retry: true },
    },
    { when: { status: [429] }, do: { ban: { minutes: 5, for: 'all' }, escalate: ['dear'] } },
  ]);
  const carried = snapshotRules(rules ?? []);
  expect(carried).toEqual([
    {
      status: [
        [403, 403],
        [500, 599],
      ],
      header: { name: 'cf-mitigated' },
      body: ['captcha'],
      slowerThanMs: 9,
      ban: { minutes: 60, for: 'target' },
      retry: true,
      escalate: [],
    },
    { status: [[429, 429]], ban: { minutes: 5, for: 'all' }, retry: false, escalate: ['dear'] },
  ]);
  expect(z.array(routeRuleSchema).parse(carried)).toEqual(carried);
});

it.each([
  [{ when: {}, do: { retry: true } }, 'needs at least one of status'],
  [{ when: { status: [403] }, do: {} }, 'needs at least one of ban'],
  [{ when: { status: [403] }, do: { retry: false } }, 'needs at least one of ban'],
  [{ when: { status: ['4xx'] }, do: { retry: true } }, 'must be a status or a range'],
  [{ when: { body: ['**'] }, do: { retry: true } }, 'must be a text to look for'],
  [{ when: { header: { name: 'a b' } }, do: { retry: true } }, 'must be the name of a header'],
])('%j: %s', (rule, message) => {
  expect(JSON.stringify(read(rule).error?.issues)).toContain(message);
});
