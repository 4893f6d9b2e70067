import { expect, it } from 'vitest';
import { createFigures } from './figures.ts';

it('are of this process, now', () => {
  let open = 3;
  const figures = createFigures(() => open);
  expect(figures()).toMatchObject({ pid: process.pid, connections: 3 });
  open = 4;
  const { connections, residentBytes, loopDelayMs } = figures();
  expect(connections).toBe(4);
  expect(residentBytes).toBeGreaterThan(1_000_000);
  expect(loopDelayMs).toBeGreaterThanOrEqual(0);
});
