/** More than there is room for: who is turned away, who is not, and that all is well again afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { attempt, close, echoes } from './overload/attempt.ts';
import { startFlood } from './overload/flood.ts';
import { openStage, type Stage } from './overload/stage.ts';
import { askSteadily } from './overload/steady.ts';

/** Enough for the level to fall from 3 to 0, and a report. */
const RECOVERY = { timeout: 30_000, interval: 500 };
const SOON = { timeout: 20_000, interval: 250 };
/** How long clients ask while others ask for too much. */
const FLOOD_MS = 4_000;

/** A report may be older than the flood, so somebody has to get in besides. */
const isWell = async ({ overload, greedy }: Stage) => {
  const served = async () => {
    const got = await attempt(greedy);
    if (!('socket' in got)) return false;
    const heard = await echoes(got.socket);
    await close(got.socket);
    return heard;
  };
  await expect.poll(async () => (await overload()).level === 0 && (await served()), RECOVERY).toBe(true);
};

/** As a client does that is told to come again: at most three times. */
async function attemptAgain(asked: Stage['modest']) {
  let got = await attempt(asked);
  for (let again = 0; again < 2 && !('socket' in got); again += 1) got = await attempt(asked);
  return got;
}

describe('connections', () => {
  it('of a flood from one address are turned away, and others are served as before', async () => {
    await using stage = await openStage({ overload: { connections: 200, connectionsPerAddress: 60 } });
    await using flood = startFlood(stage.greedy, 300, [stage.greedy.from]);
    await expect.poll(() => flood.counts.held, SOON).toBe(60);
    const steady = await askSteadily(stage.modest, 4, pause(FLOOD_MS));
    expect([steady.refused, steady.served > 0]).toEqual([[], true]);
    expect([flood.counts.held, flood.counts.refused > 300]).toEqual([60, true]);
    expect([...flood.reasons].join()).toContain('one address');
    const [tunnel] = flood.tunnels;
    expect(tunnel && (await echoes(tunnel))).toBe(true);
    await flood.stop();
    await isWell(stage);
  });

  it('of one account from many addresses leave room for another account', async () => {
    await using stage = await openStage({ overload: { connections: 200 } });
    const addresses = Array.from({ length: 20 }, (_, at) => `127.0.1.${at + 1}`);
    await using flood = startFlood(stage.greedy, 300, addresses);
    await expect.poll(() => [...flood.reasons].join(), SOON).toContain('fair share');
    await expect.poll(async () => (await stage.overload()).turnedAway.account ?? 0, SOON).toBeGreaterThan(0);
    const tunnels = await Promise.all(Array.from({ length: 20 }, () => attemptAgain(stage.modest)));
    expect(tunnels.filter((got) => 'socket' in got).length).toBeGreaterThanOrEqual(15);
    await Promise.all(tunnels.map((got) => 'socket' in got && close(got.socket)));
    await flood.stop();
    await isWell(stage);
  });

  it('of a low priority go when nothing else helps, and those of a high one do not', async () => {
    await using stage = await openStage({ overload: { connections: 40, connectionsPerAddress: 40 }, workers: 1 });
    expect((await stage.atlantic.cli('account', 'update', 'greedy', '--priority', '-5')).code).toBe(0);
    const kept = await attempt(stage.modest);
    await using low = startFlood(stage.greedy, 60, ['127.0.1.1', '127.0.1.2']);
    await expect.poll(() => low.counts.held, SOON).toBeGreaterThan(10);
    await using high = startFlood(stage.modest, 60, ['127.0.1.3', '127.0.1.4']);
    await expect.poll(() => [...low.reasons].join(), SOON).toContain('higher priority');
    expect('socket' in kept && (await echoes(kept.socket))).toBe(true);
    await expect.poll(() => high.counts.held, SOON).toBeGreaterThan(10);
    await Promise.all([low.stop(), high.stop()]);
    if ('socket' in kept) await close(kept.socket);
    await isWell(stage);
  });
});

describe('descriptors', () => {
  it('are never used up: new clients are turned away, and those that are there go on', async () => {
    await using stage = await openStage({ overload: { connections: 10_000 }, workers: 1, descriptors: 256 });
    await using flood = startFlood(stage.greedy, 300, [stage.greedy.from]);
    await expect.poll(() => [...flood.reasons].join(), SOON).toContain('file descriptors');
    await expect.poll(async () => (await stage.overload()).why, SOON).toContain('descriptors');
    const alive = await Promise.all([...flood.tunnels].slice(0, 20).map((socket) => echoes(socket)));
    expect(alive).toEqual(alive.map(() => true));
    expect(stage.atlantic.output()).not.toMatch(/EMFILE|"level":"error"/);
    await flood.stop();
    await isWell(stage);
  });
});

describe('memory', () => {
  it(
    'is not used up: new clients are turned away, those that are there go on, and it is free again',
    {
      timeout: 180_000,
    },
    async () => {
      await using small = await openStage({ overload: {}, workers: 1 });
      const empty = await small.resident();
      await using stage = await openStage({ overload: { memoryBytes: empty + 30_000_000 }, workers: 1 });
      await using flood = startFlood(stage.greedy, 4_000, [stage.greedy.from]);
      await expect.poll(() => [...flood.reasons].join(), { timeout: 40_000 }).toContain('short of memory');
      const alive = await Promise.all([...flood.tunnels].slice(0, 20).map((socket) => echoes(socket)));
      expect(alive).toEqual(alive.map(() => true));
      await flood.stop();
      await isWell(stage);
      // The system gets back what the process does not need, a while later.
      await expect.poll(stage.resident, { timeout: 60_000, interval: 1_000 }).toBeLessThan(empty + 30_000_000);
    },
  );
});
