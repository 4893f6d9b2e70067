import { expect, it } from 'vitest';
import { dottedPath, valueAt } from './path.ts';

it.each([
  [[], ''],
  [['data'], 'data'],
  [['egress', 'listeners', 0, 'protocols', 1], 'egress.listeners[0].protocols[1]'],
  [['routes', 12], 'routes[12]'],
])('%j reads %s', (path, text) => {
  expect(dottedPath(path)).toBe(text);
});

it.each([
  [[], { a: [{ b: 1 }] }],
  [['a', 0, 'b'], 1],
  [['a', 1], undefined],
  [['a', 0, 'b', 'c'], undefined],
  [['constructor'], undefined],
])('at %j stands %j', (path, value) => {
  expect(valueAt({ a: [{ b: 1 }] }, path)).toEqual(value);
});
