import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { watchTerminal } from './terminal.ts';

it('notices that the terminal has gone, and misses none that was never there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-terminal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'tty');
  const never = watchTerminal(path, 'linux');
  writeFileSync(path, '');
  const lost = watchTerminal(path, 'linux');
  expect([never(), lost()]).toEqual([false, false]);
  rmSync(path);
  expect([never(), lost()]).toEqual([false, true]);
  expect(watchTerminal(path, 'win32')()).toBe(true);
});
