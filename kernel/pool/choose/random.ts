/** Any of them, by weight: what one was given before says nothing about what comes next. */
import type { Chooser } from './candidate.ts';
import { createDraw } from './draw.ts';

export function createRandom(random: () => number): Chooser {
  const draw = createDraw(random);
  return { choose: (candidates, ask) => draw(candidates, ask) };
}
