import { expect, it } from 'vitest';
import { checkRules } from './check-rules.ts';
import { openSource } from './yaml-source.ts';

const problems = (escalate: string, match = '{}') =>
  checkRules(
    openSource(
      `
pools: [{ name: cheap, kind: list }, { name: dear, kind: list }]
routes:
  - match: ${match}
    pool: cheap
    rules: [{ when: { status: [403] }, do: { escalate: ${escalate} } }]`,
      'a.yaml',
    ),
  ).map(({ key, message, nearest }) => [key, message, nearest]);

it('lets a waterfall be', () => {
  expect(problems('[dear, direct]')).toEqual([]);
});

it('knows the pools there are', () => {
  expect(problems('[deer]')).toEqual([
    ['routes[0].rules[0].do.escalate[0]', 'is not the name of a pool; there are cheap, dear, direct', 'dear'],
  ]);
});

it('finds what would lead back', () => {
  expect(problems('[dear, cheap, dear]').map(([key, message]) => [key, message])).toEqual([
    ['routes[0].rules[0].do.escalate[1]', 'is the pool of the route, where the request comes from'],
    ['routes[0].rules[0].do.escalate[2]', 'is named twice'],
  ]);
});

it('says where rules have nothing to look at', () => {
  const [blind] = problems('[dear]', '{ protocols: [connect] }');
  expect(blind).toEqual(['routes[0].rules', expect.stringContaining('never apply'), undefined]);
  expect(problems('[dear]', '{ protocols: [http] }')).toEqual([]);
});
