import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MOST_BANS_REPORTED, newBan } from '@atlantic/contract/ban.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import type { BanChange } from '@atlantic/kernel/pool/bans.ts';
import { expect, it, onTestFinished } from 'vitest';
import { createPlaneBans } from './plane-bans.ts';

const MINUTE = 60_000;
const ban = (endpoint: string, minutes: number) => newBan({ endpoint, site: 'shop.test', minutes, why: 'client' }, 0);

function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-bans-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'bans.json');
  const told: BanChange[] = [];
  const lines: string[] = [];
  const clock = { now: 0 };
  const log = createLog({ name: 'egress', destination: { write: (line) => void lines.push(line) } });
  const open = () =>
    createPlaneBans({
      file,
      log,
      now: () => clock.now,
      async tell(change) {
        // By now it is on disk.
        for (const { id } of change.add) expect(readFileSync(file, 'utf8')).toContain(id);
        told.push(change);
      },
    });
  return { file, told, lines, clock, open };
}

it('is on disk before anybody is told, and there after a start', async () => {
  const { told, clock, open } = opened();
  await open().obey({ add: [ban('one', 1), ban('two', 2)], remove: [] });
  expect(told).toHaveLength(1);
  clock.now = MINUTE;
  expect(open().all()).toEqual([ban('two', 2)]);
});

it('leaves the disk when it is over, or removed', async () => {
  const { file, clock, open } = opened();
  const bans = open();
  await bans.obey({ add: [ban('one', 1), ban('two', 2), ban('three', 3)], remove: [] });
  await bans.obey({ add: [], remove: [ban('three', 3).id] });
  clock.now = MINUTE;
  bans.tick();
  expect(readFileSync(file, 'utf8')).toBe(JSON.stringify({ bans: [ban('two', 2)] }));
});

it('that nobody holds cannot be removed', async () => {
  const { told, open } = opened();
  await expect(open().obey({ add: [], remove: ['unknown'] })).rejects.toThrow('there is no such ban');
  expect(told).toEqual([]);
});

it('is refused when the disk does not take it, and then is not in force', async () => {
  const { file, lines, told, open } = opened();
  const bans = open();
  mkdirSync(file);
  await expect(bans.obey({ add: [ban('one', 1)], remove: [] })).rejects.toThrow();
  await bans.raised(ban('two', 2));
  expect([bans.all(), told]).toEqual([[], []]);
  expect(lines.join()).not.toContain('shop.test');
  expect(lines).toHaveLength(1);
});

it('is reported in bounds, those that end last first', async () => {
  const { open } = opened();
  const bans = open();
  const many = Array.from({ length: MOST_BANS_REPORTED + 1 }, (_, at) => ban(`e${at}`, 1 + at));
  await bans.obey({ add: many, remove: [] });
  const report = bans.report();
  expect([report.length, report[0], report.some(({ endpoint }) => endpoint === 'e0')]).toEqual([
    MOST_BANS_REPORTED,
    many.at(-1),
    false,
  ]);
});
