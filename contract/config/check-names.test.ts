import { expect, it } from 'vitest';
import { checkNames } from './check-names.ts';
import { openSource } from './yaml-source.ts';

it('wants each name once in its list', () => {
  const text = 'pools:\n  - name: a\n  - name: b\n  - name: a\n  - name: a\ncredentials:\n  - name: a\n';
  expect(checkNames(openSource(text, 'a.yaml')).map(({ line, key, message }) => [line, key, message])).toEqual([
    [4, 'pools[2].name', 'is taken by pools[0].name (line 2); names must differ'],
    [5, 'pools[3].name', 'is taken by pools[0].name (line 2); names must differ'],
  ]);
});
