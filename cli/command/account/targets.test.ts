import { expect, it } from 'vitest';
import { givenTargets } from './targets.ts';

it.each([
  [{}, {}],
  [{ deny: ['a.example', '*.b.example'] }, { deny: ['a.example', '*.b.example'] }],
  [
    { deny: ['none'], only: ['none'] },
    { deny: [], only: [] },
  ],
])('%j', (options, given) => {
  expect(givenTargets(options)).toEqual(given);
});
