import { expect, it } from 'vitest';
import { checkFallbacks } from './check-fallbacks.ts';
import { openSource } from './yaml-source.ts';

const problems = (...pools: string[]) =>
  checkFallbacks(openSource(`pools:\n${pools.map((pool) => `  - { ${pool} }\n`).join('')}`, 'a.yaml')).map(
    ({ key, message, nearest }) => [key, message, nearest],
  );

it('lets chains be that have an end', () => {
  expect(problems('name: cheap, fallback: dear', 'name: dear, fallback: direct')).toEqual([]);
});

it('knows the pools there are', () => {
  expect(problems('name: cheap, fallback: deer', 'name: dear')).toEqual([
    ['pools[0].fallback', 'is not the name of a pool; there are cheap, dear, direct', 'dear'],
  ]);
});

it('finds circles, once for each pool in them', () => {
  expect(
    problems('name: a, fallback: b', 'name: b, fallback: c', 'name: c, fallback: b', 'name: d, fallback: d'),
  ).toEqual([
    ['pools[1].fallback', 'leads back to itself: b, c, b', undefined],
    ['pools[2].fallback', 'leads back to itself: c, b, c', undefined],
    ['pools[3].fallback', 'leads back to itself: d, d', undefined],
  ]);
});
