import { expect, it } from 'vitest';
import { overloadText } from './overload.ts';

it('is told of a plane that is overloaded, and why', () => {
  expect(overloadText({ level: 2, why: ['memory', 'connections'], turnedAway: { memory: 7 } })).toEqual([
    'overloaded (level 2: memory connections)',
  ]);
});

it.each([
  [null],
  [undefined],
  [{ level: 0, why: [], turnedAway: { connections: 3 } }],
])('is not told of %j', (overload) => {
  expect(overloadText(overload)).toEqual([]);
});
