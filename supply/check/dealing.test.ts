import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDealing } from './dealing.ts';

it('deals every candidate, and settles each once, whoever dies', () => {
  const step = fc.record({ what: fc.constantFrom('take', 'settle', 'die'), holder: fc.nat(2), which: fc.nat() });
  fc.assert(
    fc.property(fc.nat(30), fc.array(step, { maxLength: 300 }), (size, steps) => {
      const dealing = createDealing(size);
      const settled: number[] = [];
      const said: [holder: number, index: number][] = [];
      const settle = (holder: number, index: number) => void (dealing.settle(holder, index) && settled.push(index));
      const take = (holder: number) => {
        const index = dealing.take(holder);
        if (index !== undefined) said.push([holder, index]);
        return index !== undefined;
      };
      for (const { what, holder, which } of steps) {
        if (what === 'take') take(holder);
        else if (what === 'die') dealing.handBack(holder);
        else if (said.length > 0) settle(...(said[which % said.length] ?? [0, 0]));
        expect(dealing.left()).toBe(size - settled.length);
      }
      for (const holder of [0, 1, 2]) dealing.handBack(holder);
      while (take(9));
      expect(dealing.held(9)).toBe(size - settled.length);
      for (const [holder, index] of said) settle(holder, index);
      expect(settled.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => index));
    }),
  );
});
