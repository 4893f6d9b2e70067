import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { endingListeners, offEnding, onEnding } from './ending.ts';

it('calls whoever still listens, once', () => {
  const ending = new AbortController();
  const [stays, leaves] = [vi.fn(), vi.fn()];
  for (const listener of [stays, leaves, stays]) onEnding(ending.signal, listener);
  expect(endingListeners(ending.signal)).toBe(2);
  offEnding(ending.signal, leaves);
  offEnding(new AbortController().signal, stays);
  ending.abort();
  expect(stays).toHaveBeenCalledOnce();
  expect(leaves).not.toHaveBeenCalled();
});

it('lets a listener leave while it is called, and others with it', () => {
  const ending = new AbortController();
  const second = vi.fn();
  const first = vi.fn(() => {
    offEnding(ending.signal, first);
    offEnding(ending.signal, second);
  });
  onEnding(ending.signal, first);
  onEnding(ending.signal, second);
  ending.abort();
  expect(first).toHaveBeenCalledOnce();
  expect(second).not.toHaveBeenCalled();
  expect(endingListeners(ending.signal)).toBe(0);
});

it('burdens the signal with one listener, however many there are', () => {
  const ending = new AbortController();
  for (let count = 0; count < 100; count += 1) onEnding(ending.signal, () => {});
  expect(endingListeners(ending.signal)).toBe(100);
  expect(getEventListeners(ending.signal, 'abort')).toHaveLength(1);
});
