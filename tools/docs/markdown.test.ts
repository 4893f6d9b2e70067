import { expect, it } from 'vitest';
import { table } from './markdown.ts';

it('keeps cells in their cells', () => {
  expect(table(['a', 'b'], [['x|y', 'one\ntwo'], ['z']])).toBe(
    ['| a | b |', '| --- | --- |', '| x\\|y | one two |', '| z |  |'].join('\n'),
  );
});
