import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAlarm } from './alarm.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
afterEach(() => void vi.useRealTimers());

it('rings once, when it was told to last', () => {
  const ring = vi.fn();
  const alarm = createAlarm(Date.now, ring);
  alarm.at(2_000);
  alarm.at(3_000);
  vi.advanceTimersByTime(1_999);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(100_000);
  expect(ring).toHaveBeenCalledOnce();
});

it('rings at once for what is past, after any wait, and not when it was called off', () => {
  const ring = vi.fn();
  const alarm = createAlarm(Date.now, ring);
  alarm.at(0);
  vi.advanceTimersByTime(0);
  expect(ring).toHaveBeenCalledOnce();
  alarm.at(1_000 + 90 * 86_400_000);
  vi.advanceTimersByTime(89 * 86_400_000);
  expect(ring).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(86_400_000);
  expect(ring).toHaveBeenCalledTimes(2);
  alarm.at(Date.now() + 5);
  alarm.at(undefined);
  alarm.at(Date.now() + 5);
  alarm.close();
  vi.advanceTimersByTime(10);
  expect(ring).toHaveBeenCalledTimes(2);
});
