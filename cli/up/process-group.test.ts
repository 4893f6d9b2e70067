import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { groupGone, groupRuns, signalGroup } from './process-group.ts';

/** A group of two: a shell that started another process, and says so when both run. */
async function startPair(script: string): Promise<ChildProcess & { pid: number }> {
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.stdout) await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('the shell did not start');
  return Object.assign(child, { pid: child.pid });
}

describe('a process group', () => {
  it('ends as a whole', async () => {
    const { pid } = await startPair('sleep 60 & echo ready; wait');
    expect(signalGroup(pid, 0)).toBe(true);
    expect(signalGroup(pid, 'SIGKILL')).toBe(true);
    expect(await groupGone(pid, 5000)).toBe(true);
    expect(groupRuns(pid)).toBe(false);
  });

  it('is not there when it never was', () => {
    expect([signalGroup(2 ** 30, 0), groupRuns(2 ** 30)]).toEqual([false, false]);
  });

  it('is still there when its leader has died, until the deadline', async () => {
    const child = await startPair('sleep 60 >/dev/null & echo ready');
    if (child.exitCode === null) await once(child, 'exit');
    expect(await groupGone(child.pid, 60)).toBe(false);
    signalGroup(child.pid, 'SIGKILL');
  });
});
