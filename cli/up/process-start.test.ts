import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { isRunning, processStart } from './process-start.ts';

describe.runIf(existsSync('/proc/self/stat'))('processStart', () => {
  it('is the same each time, and another for another process', () => {
    expect(processStart(process.pid)).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(processStart(process.pid)).toBe(processStart(process.pid));
    expect(processStart(process.ppid)).not.toBe(processStart(process.pid));
  });

  it('is unknown for a dead process that nobody has collected', async () => {
    // The shell starts a process that ends at once, and becomes a program that collects nobody.
    const child = spawn('/bin/sh', ['-c', 'exit 0 & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [zombie] = await once(child.stdout, 'data');
    await vi.waitFor(() => expect(processStart(Number(zombie))).toBeUndefined(), { timeout: 5000, interval: 5 });
    expect(isRunning(Number(zombie), 'boot/1')).toBe(false);
    child.stdin.end();
    await once(child, 'exit');
  });
});

describe('isRunning', () => {
  it('knows a living process, and not one that took over its number', () => {
    expect(isRunning(process.pid, processStart(process.pid))).toBe(true);
    expect(isRunning(process.pid, undefined)).toBe(true);
    expect(isRunning(process.pid, 'another boot/1')).toBe(false);
  });

  it('knows a dead one', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    expect(isRunning(child.pid ?? 0, undefined)).toBe(false);
  });
});
