import { expect, it, vi } from 'vitest';
import { createIdle } from './idle.ts';

it('ends those that have waited for so long, and nobody who waits no more', () => {
  let time = 0;
  const idle = createIdle(() => time);
  const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
  const over = idle.wait(first);
  idle.wait(second);
  time = 1_000;
  idle.wait(third);
  over();
  time = 5_000;
  idle.shorten(5_000);
  expect([first, second, third].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 0]);
  time = 6_000;
  idle.shorten(5_000);
  expect(third).toHaveBeenCalledOnce();
});
