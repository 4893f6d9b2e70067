import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../fixture/snapshot.ts';
import type { ToPrimary, ToWorker, WorkerStrain } from './messages.ts';
import { createPlaneOverload } from './plane-overload.ts';

const machine = { memory: 2 ** 33, descriptors: 1_000, heap: 2 ** 32 };
const figures = { pid: 1, connections: 0, residentBytes: 0, loopDelayMs: 0 };
const strained = (strain: WorkerStrain): ToPrimary => ({ kind: 'figures', figures, strain });

function planeWith(connections: number) {
  const { log, lines } = readableLog();
  const told: [worker: number, message: ToWorker][] = [];
  const plane = createPlaneOverload({ machine, log, tell: (...what) => void told.push(what) });
  const { egress, credentials } = snapshotOf();
  plane.update({ egress: { ...egress, overload: { connections, descriptors: 1, loopDelayMs: 1_000 } }, credentials });
  return { plane, told, lines };
}

describe('the overload of a plane', () => {
  it('answers who asks for room, until there is none, and again when a worker is gone', () => {
    const { plane, told } = planeWith(2);
    const ask = (worker: number) => plane.onMessage(worker, { kind: 'room', id: 7, room: 'connections', key: '' });
    ask(1);
    ask(2);
    ask(2);
    plane.onMessage(2, { kind: 'room-back', room: 'connections', key: '', count: 1 });
    ask(1);
    plane.onWorkerGone(1);
    ask(2);
    const counts = told.map(([, message]) => message.kind === 'room' && message.count);
    expect(counts).toEqual([1, 1, 0, 1, 1]);
    expect(told[0]).toEqual([1, { kind: 'room', id: 7, room: 'connections', key: '', count: 1 }]);
  });

  it('is that of the worker that is worst off, and is logged once for each change', () => {
    const { plane, lines } = planeWith(2);
    plane.onMessage(1, strained({ level: 1, why: ['memory'], turnedAway: { memory: 3 } }));
    plane.onMessage(2, strained({ level: 2, why: ['connections'], turnedAway: { connections: 1, memory: 1 } }));
    plane.onMessage(2, strained({ level: 2, why: ['connections'], turnedAway: { connections: 2, memory: 1 } }));
    expect(plane.report()).toEqual({
      level: 2,
      why: ['memory', 'connections'],
      turnedAway: { connections: 2, memory: 4 },
    });
    plane.onWorkerGone(2);
    plane.onMessage(1, strained({ level: 0, why: [], turnedAway: { memory: 3 } }));
    // What a worker turned away stays counted when it is gone.
    expect(plane.report()).toEqual({ level: 0, why: [], turnedAway: { connections: 2, memory: 4 } });
    expect(lines.map(({ level, overload, why }) => [level, overload, why])).toEqual([
      ['warn', 1, 'memory'],
      ['warn', 2, 'memory connections'],
      ['warn', 1, 'memory'],
      ['info', 0, undefined],
    ]);
  });
});
