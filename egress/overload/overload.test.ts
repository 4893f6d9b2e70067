import { describe, expect, it, vi } from 'vitest';
import { createOverload } from './overload.ts';
import { PATIENCE_MS } from './waiting.ts';

const NORMAL = { level: 0, why: [], classes: 0 };

function overloadWith(found: boolean | Promise<boolean> = true) {
  let time = 0;
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  const rooms = { take: (): boolean | Promise<boolean> => found, leave() {} };
  return { overload: createOverload({ rooms, ending: new AbortController().signal, now: () => time }), rooms, wait };
}

describe('overload', () => {
  it('closes the door at level 1, by what is at its ceiling, and opens it again', async () => {
    const { overload } = overloadWith();
    overload.bear({ level: 1, why: ['memory'], classes: 0 }, 9, [0]);
    expect((await overload.seat()).refusal?.detail).toBe('It is short of memory.');
    overload.bear(NORMAL, 9, [0]);
    expect((await overload.seat()).refusal).toBeUndefined();
    expect(overload.turnedAway()).toEqual({ memory: 1 });
  });

  it('leaves the door to each room where connections are the reason', async () => {
    const { overload } = overloadWith();
    overload.bear({ level: 2, why: ['connections'], classes: 0 }, 9, [0]);
    expect((await overload.seat()).refusal).toBeUndefined();
  });

  it.each([[false], [Promise.resolve(false)]])('has nobody wait for long where there is no room: %s', async (found) => {
    const { overload, wait } = overloadWith(found);
    const seat = overload.seat();
    await Promise.resolve();
    expect(overload.lacked().size).toBe(0);
    wait(PATIENCE_MS);
    overload.bear(NORMAL, 9, [0]);
    expect((await seat).refusal).toMatchObject({ code: 'gateway_overloaded' });
    expect([[...overload.lacked()], [...overload.lacked()]]).toEqual([['connections'], []]);
  });

  it('gives a seat that comes free to who has waited the longest', async () => {
    const { overload, rooms } = overloadWith();
    const first = await overload.seat();
    rooms.take = () => false;
    const [second, third] = [overload.seat(), overload.seat()];
    first.leave();
    expect((await second).refusal).toBeUndefined();
    (await second).leave();
    expect((await third).refusal).toBeUndefined();
  });

  it('takes no more between two looks than there are descriptors for', async () => {
    const { overload } = overloadWith();
    overload.bear(NORMAL, 1, [0]);
    expect((await overload.seat()).refusal).toBeUndefined();
    expect((await overload.seat()).refusal?.detail).toContain('descriptors');
    overload.bear(NORMAL, 1, [0]);
    expect((await overload.seat()).refusal).toBeUndefined();
  });

  it('lets go of what is idle from level 2 on', () => {
    const { overload, wait } = overloadWith();
    const leave = vi.fn();
    overload.idle(leave);
    wait(5_000);
    overload.bear({ level: 1, why: ['memory'], classes: 0 }, 9, [0]);
    expect(leave).not.toHaveBeenCalled();
    overload.bear({ level: 2, why: ['memory'], classes: 0 }, 9, [0]);
    expect(leave).toHaveBeenCalledOnce();
  });

  it.each<[classes: number, priorities: number[], givenUp: number[]]>([
    [1, [-5, 0, 9], [-5]],
    [2, [-5, 0, 9], [-5, 0]],
    [7, [-5, 0, 9], [-5, 0]],
    [7, [0], []],
  ])('gives up %i of the priorities %j: %j', async (classes, priorities, givenUp) => {
    const { overload } = overloadWith();
    overload.bear({ level: 3, why: ['connections'], classes }, 9, priorities);
    const seat = await overload.seat();
    const refused = priorities.filter((priority) => {
      try {
        seat.serveAs({ id: `account ${priority}`, priority });
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toEqual(givenUp);
  });
});
