import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { snapshotOf } from '../fixture/snapshot.ts';
import type { ToPrimary } from './messages.ts';
import { createWorkerOverload } from './worker-overload.ts';

const { egress } = snapshotOf();
const DEFAULTS = { descriptors: 1, loopDelayMs: 60_000 };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

function workerWith(overload: object) {
  const sent: ToPrimary[] = [];
  let time = 0;
  const worker = createWorkerOverload(
    (message) => void sent.push(message),
    new AbortController().signal,
    () => time,
  );
  worker.update({ ...egress, overload: { ...DEFAULTS, ...overload } }, [0]);
  const pass = (milliseconds: number) => {
    time += milliseconds;
    vi.advanceTimersByTime(milliseconds);
  };
  return { worker, sent, pass };
}

const seatOf = async (worker: ReturnType<typeof createWorkerOverload>) => await worker.seat();

describe('the overload of a worker', () => {
  it('asks its primary for room, and gives back what came too late', async () => {
    const { worker, sent, pass } = workerWith({ connections: 1 });
    const seat = seatOf(worker);
    const [question] = sent;
    expect(question).toMatchObject({ kind: 'room', room: 'connections', key: '' });
    const answer = { kind: 'room', id: 1, room: 'connections', key: '', count: 1 } as const;
    worker.onRoom(answer);
    expect((await seat).refusal).toBeUndefined();

    const next = seatOf(worker);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    pass(2_000);
    expect((await next).refusal).toMatchObject({ code: 'gateway_overloaded' });
    worker.onRoom({ ...answer, id: 2 });
    expect(sent.at(-1)).toEqual({ kind: 'room-back', room: 'connections', key: '', count: 1 });
  });

  it('closes the door while memory is short, and opens it when a new snapshot allows more', async () => {
    const { worker, pass } = workerWith({ connections: 1_000, memoryBytes: 1 });
    pass(250);
    expect(worker.strain()).toMatchObject({ level: 1, why: ['memory'] });
    expect((await seatOf(worker)).refusal).toBeDefined();
    expect(worker.strain().turnedAway).toEqual({ memory: 1 });
    worker.update({ ...egress, overload: { ...DEFAULTS, connections: 1_000, memoryBytes: 2 ** 50 } }, [0]);
    for (let looks = 0; looks < 13; looks += 1) pass(250);
    expect(worker.strain().level).toBe(0);
    expect((await seatOf(worker)).refusal).toBeUndefined();
  });

  it('has no room beyond what it holds once its primary is gone', async () => {
    const { worker } = workerWith({ connections: 1 });
    worker.close();
    expect((await seatOf(worker)).refusal).toBeDefined();
  });
});
