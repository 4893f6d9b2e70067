import { expect, it } from 'vitest';
import { everyIssue } from './every-issue.ts';
import { problemsOfIssue } from './issue-problem.ts';
import { openSource } from './yaml-source.ts';

const problems = (text: string) => {
  const source = openSource(text, 'a.yaml');
  return everyIssue(source.data)
    .flatMap((issue) => problemsOfIssue(source, issue))
    .map(({ key, value, message }) => [key, value, message]);
};

it.each([
  ['egress: { workers: two }', ['egress.workers', 'two', 'must be a number']],
  ['egress: { workers: 1.5 }', ['egress.workers', 1.5, 'must be a whole number']],
  ['egress: { workers: 900 }', ['egress.workers', 900, 'must be at most 256']],
  ['egress: { workers: -1 }', ['egress.workers', -1, 'must be at least 0']],
  ['egress: { workers: [1] }', ['egress.workers', undefined, 'must be a number, not a list']],
  ['egress: { workers: { a: 1 } }', ['egress.workers', undefined, 'must be a number, not a block of keys']],
  ['egress: { listeners: [] }', ['egress.listeners', undefined, 'must have at least 1 entry']],
  ['egress: { targets: { allowPrivate: 1 } }', ['egress.targets.allowPrivate', 1, 'must be true or false']],
  ['egress: { targets: { ports: [70000] } }', ['egress.targets.ports[0]', 70000, 'must be at most 65535']],
  [
    'egress: { targets: { ports: [[]] } }',
    ['egress.targets.ports[0]', undefined, 'must be a number or text, not a list'],
  ],
  ['data: 7', ['data', 7, 'must be text; put it in quotes']],
  ['data: ""', ['data', '', 'must have at least 1 character']],
  ['pools: direct', ['pools', 'direct', 'must be a list']],
  ['control:', ['control', null, 'must be a block of keys']],
  ['routes: [{}]', ['routes[0].pool', undefined, 'is missing; it must be text']],
  [
    'pools: [{ name: a }]',
    ['pools[0].kind', undefined, 'is missing; it must be one of direct, provider, supply, list'],
  ],
  ['pools: [{ name: a, kind: [] }]', ['pools[0].kind', undefined, 'is not one of direct, provider, supply, list']],
])('%s', (text, problem) => {
  expect(problems(text)).toEqual([problem]);
});

it('gives one problem a key, and shows no value of a key it does not know', () => {
  const source = openSource(
    'credentials: [{ name: a, secret: "0123456789abcdef", secrett: hunter2, quota: 1 }]',
    'a.yaml',
  );
  const [secret, quota] = everyIssue(source.data).flatMap((issue) => problemsOfIssue(source, issue));
  expect(secret).toMatchObject({ key: 'credentials[0].secrett', value: undefined, nearest: 'secret' });
  expect(secret?.allowed).toEqual([
    'name',
    'secret',
    'account',
    'quotaBytes',
    'quotaRequests',
    'rate',
    'concurrency',
    'allowFrom',
    'options',
  ]);
  expect(quota).toMatchObject({ key: 'credentials[0].quota', value: undefined });
});
