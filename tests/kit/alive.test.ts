import { expect, it } from 'vitest';
import { isRunning } from './alive.ts';
import { startChild } from './child.ts';

it('knows a running process and an ended one', async () => {
  const child = startChild(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  expect(isRunning(child.pid)).toBe(true);
  await child[Symbol.asyncDispose]();
  expect(isRunning(child.pid)).toBe(false);
});
