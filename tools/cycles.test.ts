import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cycleProblems } from './cycles.ts';

const file = (path: string, ...imports: string[]) => ({
  path,
  text: imports.map((specifier) => `import type { X } from '${specifier}';\n`).join(''),
});

it('finds none in a diamond', () => {
  const files = [
    file('a/a.ts', './b.ts', './c.ts'),
    file('a/b.ts', './d.ts'),
    file('a/c.ts', './d.ts'),
    file('a/d.ts'),
  ];
  expect(cycleProblems(files)).toEqual([]);
});

it('names the round and the import that closes it, across rooms and through types', () => {
  const files = [
    file('a/a.ts', 'zod', './b.ts'),
    file('a/b.ts', '@atlantic/c/c.ts'),
    file('c/c.ts', '@atlantic/a/a.ts'),
  ];
  expect(cycleProblems(files)).toEqual([
    { file: 'c/c.ts', line: 1, sentence: 'import cycle: a/a.ts -> a/b.ts -> c/c.ts -> a/a.ts' },
  ]);
});

it('finds a file that imports itself', () => {
  expect(cycleProblems([file('a/a.ts', './a.ts')])).toHaveLength(1);
});

it('finds no cycle exactly when the files can be put in an order', () => {
  const edge = fc.tuple(fc.nat(6), fc.nat(6));
  const inOrder = (edges: [number, number][]): boolean => {
    let left = [0, 1, 2, 3, 4, 5, 6];
    for (;;) {
      const free = left.filter((node) => !edges.some(([from, to]) => from === node && left.includes(to)));
      if (free.length === 0) return left.length === 0;
      left = left.filter((node) => !free.includes(node));
    }
  };
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 12 }), (edges) => {
      const files = [0, 1, 2, 3, 4, 5, 6].map((node) =>
        file(`a/${node}.ts`, ...edges.filter(([from]) => from === node).map(([, to]) => `./${to}.ts`)),
      );
      expect(cycleProblems(files).length === 0).toBe(inOrder(edges));
    }),
  );
});
