import { expect, it } from 'vitest';
import { createFigures } from './figures.ts';

it('are of this process, now', () => {
  let open = 3;
  const upstream = { namesKept: 1, namesAsked: 2, sparesReady: 3, sparesUsed: 4, hedgesBegun: 5, hedgesWon: 6 };
  const figures = createFigures(
    () => open,
    () => upstream,
  );
  expect(figures()).toMatchObject({ pid: process.pid, connections: 3, upstream });
  open = 4;
  const { connections, residentBytes, loopDelayMs } = figures();
  expect(connections).toBe(4);
  expect(residentBytes).toBeGreaterThan(1_000_000);
  expect(loopDelayMs).toBeGreaterThanOrEqual(0);
});
