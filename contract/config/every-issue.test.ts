import { expect, it } from 'vitest';
import { everyIssue } from './every-issue.ts';

const places = (data: unknown) => everyIssue(data).map(({ path }) => path.join('.'));

it.each([
  ['nothing wrong', {}, []],
  ['plain issues', { data: 1, egress: { workers: -1 } }, ['data', 'egress.workers']],
  [
    'a misspelt kind',
    { pools: [{ name: 'UP', kind: 'lisst', endpoints: 7 }] },
    ['pools.0.kind', 'pools.0.name', 'pools.0.endpoints'],
  ],
  ['an unknown kind', { pools: [{ name: 'UP', kind: 'x' }] }, ['pools.0.kind', 'pools.0.name']],
  ['a missing kind', { pools: [{ name: 'up' }, { name: 'UP', kind: 'direct' }] }, ['pools.0.kind', 'pools.1.name']],
])('finds %s', (_, data, paths) => {
  expect(places(data)).toEqual(paths);
});

it('leaves the data as it was', () => {
  const data = { pools: [{ name: 'up', kind: 'lisst' }] };
  everyIssue(data);
  expect(data).toEqual({ pools: [{ name: 'up', kind: 'lisst' }] });
});
