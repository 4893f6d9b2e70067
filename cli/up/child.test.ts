import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Child, type ChildTiming, startChild } from './child.ts';
import { groupRuns } from './process-group.ts';

interface Ready {
  kind: 'ready';
  pid: number;
  former: string | null;
}

const isReady = (message: unknown): message is Ready => (message as { kind?: unknown }).kind === 'ready';
const QUICK: ChildTiming = { firstMs: 10, longestMs: 40, healthyMs: 60_000, readyMs: 10_000 };

let child: Child<Ready> | undefined;
afterEach(() => child?.kill());

/** Starts the fixture; `next` waits for the next thing it does. */
function start(mode: string, timing: Partial<ChildTiming> = {}) {
  const events: (Ready | string)[] = [];
  let wake = (): void => {};
  const note = (event: Ready | string): void => {
    events.push(event);
    wake();
  };
  const started = startChild<Ready>({
    name: 'fixture',
    entry: fileURLToPath(new URL('./fixture/child.ts', import.meta.url)),
    environment: (former) => ({ ...process.env, MODE: mode, ...(former && { FORMER: String(former.pid) }) }),
    readMessage: (message) => (isReady(message) ? message : undefined),
    isLast: (message) => (message as { kind?: unknown }).kind === 'last',
    onReady: note,
    onDeath: (how, restartInMs) => note(`${how}, ${restartInMs} ms`),
    timing: { ...QUICK, ...timing },
    now: () => performance.now(),
  });
  child = started;
  const next = async (): Promise<Ready | string> => {
    if (events.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return events.shift() ?? '';
  };
  return { child: started, next };
}

describe('a supervised process', () => {
  it('is ready when it says so, and stops in order', async () => {
    const { child } = start('good');
    const { pid } = await child.ready;
    expect(child.pid()).toBe(pid);
    expect(await child.stop(5000)).toBe(true);
    expect(groupRuns(pid)).toBe(false);
  });

  it('is started again when it dies, and is told of its former life', async () => {
    const { child, next } = start('good');
    const { pid } = await child.ready;
    await next();
    process.kill(pid, 'SIGKILL');
    expect(await next()).toBe('signal SIGKILL, 10 ms');
    expect(await next()).toMatchObject({ former: String(pid) });
    expect(await child.ready).toMatchObject({ pid });
    expect(await child.stop(5000)).toBe(true);
  });

  it('is given up when it ends three times before it was ready', async () => {
    const { child, next } = start('broken');
    await expect(child.ready).rejects.toMatchObject({
      code: 'internal_error',
      detail: 'fixture ended 3 times before it was ready, the last time with exit code 3.',
    });
    expect([await next(), await next()]).toEqual(['exit code 3, 10 ms', 'exit code 3, 20 ms']);
    expect(child.pid()).toBeUndefined();
  });

  it('is not started again once it said that it ends for good', async () => {
    const { child, next } = start('last');
    const { pid } = await child.ready;
    await next();
    await child.ended;
    expect(groupRuns(pid)).toBe(false);
    expect([child.pid(), await child.stop(1000)]).toEqual([undefined, true]);
  });

  it('is killed when it is not ready in time', async () => {
    const { next } = start('silent', { readyMs: 50 });
    expect(await next()).toBe('signal SIGKILL, because it did not serve within 0.05 s, 10 ms');
  });

  it('is killed when it does not stop in time', async () => {
    const { child } = start('stubborn');
    const { pid } = await child.ready;
    expect(await child.stop(100)).toBe(false);
    expect(groupRuns(pid)).toBe(false);
  });

  it('takes along what it started, even after it died itself', async () => {
    const { child, next } = start('parent');
    const { pid } = await child.ready;
    await next();
    process.kill(pid, 'SIGKILL');
    await next();
    expect(groupRuns(pid)).toBe(true);
    expect(await child.stop(100)).toBe(false);
    expect(groupRuns(pid)).toBe(false);
  });

  it('is not started again once it is to stop', async () => {
    const { child, next } = start('good', { firstMs: 60_000, longestMs: 60_000 });
    const { pid } = await child.ready;
    await next();
    process.kill(pid, 'SIGKILL');
    await next();
    expect(await child.stop(1000)).toBe(true);
    expect(child.pid()).toBeUndefined();
  });
});
