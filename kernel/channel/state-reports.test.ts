import type { PlaneReport } from '@atlantic/contract/plane.ts';
import { expect, it } from 'vitest';
import { REPORT_EVERY_MS, reportState } from './state-reports.ts';

const worker = { pid: 1, connections: 0, residentBytes: 1, loopDelayMs: 0 };
const first: PlaneReport = {
  epoch: 'epoch001',
  version: '1',
  uptimeSeconds: 0,
  snapshotVersion: 1,
  logLevel: 'info',
  draining: false,
  listeners: [],
  workers: [worker],
};

/** Plays `seconds` of what the plane is and whether control is there; returns what was sent in each, and what followed. */
async function play(
  seconds: readonly { state?: Partial<PlaneReport>; away?: boolean; waitMs?: number }[],
): Promise<string[]> {
  const stopping = new AbortController();
  const happened: string[] = [];
  let now = 0;
  let second = 0;
  await reportState(
    {
      state: () => ({ ...first, uptimeSeconds: now, ...seconds[second]?.state }),
      async send() {
        happened.push(`${second}${seconds[second]?.away ? ' lost' : ''}`);
        if (seconds[second]?.away) throw new Error('control is away');
      },
      onReached: () => happened.push('reached'),
      now: () => now,
      async pause() {
        now += seconds[second]?.waitMs ?? 1000;
        second += 1;
        if (second === seconds.length) stopping.abort();
      },
    },
    stopping.signal,
  );
  return happened;
}

it('says what changed, and not that memory did', async () => {
  const quiet = { state: { workers: [{ ...worker, residentBytes: 2, loopDelayMs: 5 }] } };
  const busy = { state: { workers: [{ ...worker, connections: 1 }] } };
  expect(await play([{}, {}, quiet, busy, busy, {}, { state: { draining: true } }])).toEqual(['0', '3', '5', '6']);
});

it('says that nothing changed every 15 seconds', async () => {
  expect(await play([{ waitMs: REPORT_EVERY_MS - 1 }, { waitMs: 1 }, {}, {}])).toEqual(['0', '2']);
});

it('says it again until control has heard, and tells when control is back', async () => {
  expect(await play([{ away: true }, { away: true }, {}, {}])).toEqual(['0 lost', '1 lost', '2', 'reached']);
});
