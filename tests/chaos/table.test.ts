import { expect, it } from 'vitest';
import type { Result } from './blow.ts';
import { resultText } from './table.ts';

it('says what came, who was served meanwhile, and what is held', () => {
  const held = { processes: 3, descriptors: 70, timers: 4, sockets: 2, heap: 2 ** 20, external: 0, resident: 2 ** 21 };
  const result: Result = {
    storm: 'flood',
    at: '2026-11-21T12:00:00.000Z',
    attempts: 9,
    came: '9 reset',
    seconds: 1.5,
    bystander: { served: 3, failed: [], slowestMs: 7 },
    before: held,
    after: { ...held, descriptors: 71 },
    broken: [],
  };
  expect(resultText(result)).toBe(`ok     flood: 9 in 1.5 s; 9 reset
       others: 3 served, 0 not, slowest 7 ms
       held: descriptors 70 → 71, timers 4 → 4, sockets 2 → 2, heap 1.0 MiB → 1.0 MiB, external 0.0 MiB → 0.0 MiB, resident 2.0 MiB → 2.0 MiB
`);
  expect(resultText({ ...result, broken: ['x', 'x'] })).toMatch(/^BROKEN flood[\s\S]*BROKEN: x\n$/);
});
