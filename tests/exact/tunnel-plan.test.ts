import { expect, it } from 'vitest';
import { planLine, readPlan } from './tunnel-plan.ts';

it('is read as it was written, wherever the octets behind it begin', () => {
  const plan = { up: 10, down: 2_000_000, end: 'late' } as const;
  const line = Buffer.from(planLine(plan));
  expect(readPlan(line)).toEqual({ plan, behind: 0 });
  expect(readPlan(Buffer.concat([line, Buffer.from('a\nb')]))).toEqual({ plan, behind: 3 });
  expect(readPlan(line.subarray(0, -1))).toBeUndefined();
});

it('is not guessed', () => {
  expect(() => readPlan(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow('not a plan');
});
