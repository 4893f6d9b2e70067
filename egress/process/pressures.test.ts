import type { OverloadReason } from '@atlantic/contract/overload.ts';
import { describe, expect, it } from 'vitest';
import { createPressures, neededMemory, smoothed } from './pressures.ts';

const BIG = {
  connections: 1,
  perAddress: 1,
  descriptors: 1e9,
  memory: 1e15,
  heap: 1e15,
  loopDelayMs: 1e9,
  refusals: 1,
};
const IDLE = { connections: 0, lacked: new Set<OverloadReason>() };

describe('pressures', () => {
  it('are small next to ceilings that are far away', () => {
    const look = createPressures();
    const { connections, ...others } = look(BIG, IDLE);
    expect(connections).toBe(0);
    for (const pressure of Object.values(others)) expect(pressure).toBeLessThan(0.01);
  });

  it('are high where the process has more than its ceiling, or found no room', () => {
    const look = createPressures();
    const lacked = new Set<OverloadReason>(['connections', 'descriptors']);
    expect(look(BIG, { connections: 1, lacked })).toMatchObject({ connections: 1, descriptors: 1 });
    expect(look({ ...BIG, memory: 1_000 }, IDLE).memory).toBeGreaterThan(1);
    expect(look({ ...BIG, heap: 1_000 }, IDLE).memory).toBeGreaterThan(1);
  });
});

describe('memory that is needed', () => {
  const usage = { rss: 400e6, heapTotal: 30e6, external: 10e6 };

  it('is what is resident while there are many connections', () => {
    expect(neededMemory(usage, 50e6, 5_000)).toBe(usage.rss);
  });

  it('is what is alive once they have gone, though the process keeps the rest', () => {
    expect(neededMemory(usage, 50e6, 0)).toBe(90e6);
  });
});

describe('how late timers are', () => {
  it('is no overload after one pause, however long, and is after three', () => {
    const CEILING = 500;
    const pause = (late: number) => smoothed(late, 60_000, CEILING);
    expect(pause(pause(0))).toBeLessThan(CEILING);
    expect(pause(pause(pause(0)))).toBeGreaterThan(CEILING);
    expect(smoothed(pause(0), 0, CEILING)).toBeLessThan(pause(0));
  });
});
