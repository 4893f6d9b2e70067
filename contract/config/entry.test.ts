import { expect, it } from 'vitest';
import { entriesAt, textsAt } from './entry.ts';
import { openSource } from './yaml-source.ts';

const source = openSource('pools: [{name: a}, 7, {name: 8}, {name: b}]\nroutes: none\n', 'a.yaml');

it('gives each entry of a list its path', () => {
  expect(entriesAt(source, ['pools']).map(({ path }) => path.join('.'))).toEqual([
    'pools.0',
    'pools.1',
    'pools.2',
    'pools.3',
  ]);
  expect(entriesAt(source, ['routes'])).toEqual([]);
  expect(entriesAt(source, ['missing'])).toEqual([]);
});

it('passes over entries without a text under the key', () => {
  expect(textsAt(source, ['pools'], 'name')).toEqual([
    { path: ['pools', 0, 'name'], value: 'a' },
    { path: ['pools', 3, 'name'], value: 'b' },
  ]);
});
