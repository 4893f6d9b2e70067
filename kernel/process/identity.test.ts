import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive, ownIdentity } from './identity.ts';

describe('process identity', () => {
  it('knows itself as alive', () => {
    expect(isAlive(ownIdentity())).toBe(true);
  });

  it('does not take another process with the same number for it', () => {
    const own = ownIdentity();
    expect(isAlive({ pid: own.pid, startTicks: own.startTicks + 1 })).toBe(process.platform !== 'linux');
  });

  it('knows that an ended process is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const identity = { pid: child.pid ?? 0, startTicks: 0 };
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });
});
