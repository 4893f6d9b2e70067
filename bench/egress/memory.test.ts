import { expect, test } from 'vitest';
import { familyOf, parentOf, parsePss, processesFrom, pssOf } from './memory.ts';

test('the parent stands behind a name that may hold anything', () => {
  expect(parentOf('4711 (a) (b) c) S 42 4711 4711 0 -1')).toBe(42);
});

test('a family is everybody that came from one process, and nobody else', () => {
  const parents = [
    [10, 1],
    [20, 10],
    [30, 20],
    [21, 10],
    [40, 1],
  ] as const;
  expect(familyOf(10, parents).sort()).toEqual([10, 20, 21, 30]);
  expect(familyOf(40, parents)).toEqual([40]);
});

test('PSS of a rollup', () => {
  expect(parsePss('00400000-7ffc rollup\nRss:  884 kB\nPss:  385 kB\nPss_Dirty:  68 kB\n')).toBe(385);
  expect(parsePss('')).toBe(0);
});

test.runIf(process.platform === 'linux')('this process is its own, and has memory', () => {
  expect(processesFrom(process.pid)).toContain(process.pid);
  expect(pssOf(process.pid)).toBeGreaterThan(1024);
});
