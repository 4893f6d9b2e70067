import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it, onTestFinished } from 'vitest';
import { makeEntry, makeRun, makeSummary } from '../store/fixture/make.ts';
import { openStore } from '../store/open-store.ts';
import type { SupplySnapshot } from '../store/store.ts';
import { type Catalogue, openCatalogue } from './catalogue.ts';
import { makeAlive, makeDead } from './fixture/verdicts.ts';
import { createPending } from './pending.ts';

const SETTINGS = {
  gates: { leastOfPrevious: 0.2, leastYield: 0, maxAgeSeconds: 3_600 },
  keepDeadSeconds: 3_600,
};

function stage() {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-catalogue-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { log, lines } = readableLog();
  let clock = 1_800_000_000_000;
  const now = () => ++clock;
  const announced: SupplySnapshot[] = [];

  return {
    folder,
    lines,
    announced,
    async open(): Promise<Catalogue> {
      const store = await openStore('file:', { directory: folder, now });
      return openCatalogue({ store, log, now, onSnapshot: (snapshot) => announced.push(snapshot) });
    },
    /** Ends a run in which these are alive and those are dead, by the numbers of their addresses. */
    run(catalogue: Catalogue, id: string, alive: number[], dead: number[] = [], more: Partial<RunReport> = {}) {
      const pending = createPending(catalogue.history);
      for (const n of alive) pending.note(makeEntry(n).address, makeAlive(n, now()), ['one']);
      for (const n of dead) pending.note(makeEntry(n).address, makeDead(now()), ['one']);
      const result = { summary: makeSummary(alive.length, dead.length), ended: undefined };
      const report = makeRun(id, { startedAt: now(), ...more });
      return catalogue.publish({ report, result, pending, settings: SETTINGS, force: false });
    },
  };
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
const hosts = (snapshot: SupplySnapshot | undefined) =>
  snapshot?.proxies.map(({ port }) => port - 1_024).sort((a, b) => a - b);
const entriesOf = (catalogue: Catalogue) =>
  [...catalogue.history.entries()].sort((a, b) => a.address.port - b.address.port);

it('publishes runs one after the other, and is the same after a restart', async () => {
  const { open, run, announced } = stage();
  let catalogue = await open();
  expect([catalogue.snapshot(), catalogue.lastRun()]).toEqual([undefined, undefined]);
  const reports = await Promise.all([run(catalogue, 'a', [1, 2, 3]), run(catalogue, 'b', [4])]);
  expect(reports.map(({ published, withheld }) => [published, withheld])).toEqual([
    [1, null],
    [2, null],
  ]);
  expect(announced.map(({ version, run: id }) => [version, id])).toEqual([
    [1, 'a'],
    [2, 'b'],
  ]);
  expect((await run(catalogue, 'c', [2, 3], [1])).published).toBe(3);
  expect(hosts(catalogue.snapshot())).toEqual([2, 3, 4]);
  const before = { snapshot: catalogue.snapshot(), entries: entriesOf(catalogue) };
  await catalogue.close();
  catalogue = await open();
  expect({ snapshot: catalogue.snapshot(), entries: entriesOf(catalogue) }).toEqual(before);
  expect(catalogue.lastRun()).toMatchObject({ id: 'c', published: 3 });
  expect(announced.at(-1)).toEqual(before.snapshot);
  expect((await run(catalogue, 'd', [2])).published).toBe(4);
  await catalogue.close();
});

it('keeps the last good snapshot when a run is withheld, and its bad news to itself', async () => {
  const { open, run, announced, lines } = stage();
  let catalogue = await open();
  await run(catalogue, 'a', range(1, 40));
  const report = await run(catalogue, 'b', [41], range(1, 40));
  expect(report).toMatchObject({ withheld: 'yield-collapsed', published: null });
  expect(lines).toMatchObject([{ level: 'warn', why: 'yield-collapsed' }]);
  expect(hosts(catalogue.snapshot())).toEqual(range(1, 40));
  expect([...catalogue.history.entries()].every(({ alive }) => alive)).toBe(true);
  expect(announced).toHaveLength(1);
  await catalogue.close();
  catalogue = await open();
  expect(catalogue.lastRun()).toEqual(report);
  // Found alive and never published: it is for a check to say.
  expect(catalogue.history.suspects()).toEqual([makeEntry(41).address]);
  await run(catalogue, 'c', range(1, 41));
  expect(hosts(catalogue.snapshot())).toEqual(range(1, 41));
  await catalogue.close();
});

it('serves nothing that the store did not take, and publishes it when the store does', async () => {
  const { open, run, folder, lines, announced } = stage();
  let catalogue = await open();
  await run(catalogue, 'a', [1]);
  const obstacle = join(folder, 'snapshot.next');
  mkdirSync(obstacle);
  const report = await run(catalogue, 'b', [1, 2]);
  expect(report).toMatchObject({ withheld: 'store-failed', published: null });
  expect(report.detail).toMatch(/^the store did not take it \(\w+\)$/);
  expect(hosts(catalogue.snapshot())).toEqual([1]);
  expect(catalogue.staleness(SETTINGS.gates)?.why).toBe('store-failed');
  await catalogue.save();
  expect([announced.length, catalogue.lastRun()?.withheld]).toEqual([1, 'store-failed']);
  rmdirSync(obstacle);
  await catalogue.save();
  expect(hosts(catalogue.snapshot())).toEqual([1, 2]);
  expect(catalogue.lastRun()).toMatchObject({ id: 'b', published: 2, withheld: null, detail: null });
  expect(lines.every(({ level }) => level === 'error')).toBe(true);
  await catalogue.save();
  expect([announced.length, catalogue.staleness(SETTINGS.gates)?.why]).toEqual([2, null]);
  await catalogue.close();
  catalogue = await open();
  expect(hosts(catalogue.snapshot())).toEqual([1, 2]);
  expect(await catalogue.runs(5)).toMatchObject([
    { id: 'b', published: 2 },
    { id: 'a', published: 1 },
  ]);
  await catalogue.close();
});

it('does without a history that was lost', async () => {
  const { open, run, folder } = stage();
  let catalogue = await open();
  await run(catalogue, 'a', [1, 2]);
  const snapshot = catalogue.snapshot();
  await catalogue.close();
  rmSync(join(folder, 'history.log'));
  catalogue = await open();
  expect(catalogue.snapshot()).toEqual(snapshot);
  expect(catalogue.history.size()).toBe(2);
  await run(catalogue, 'b', [], [2]);
  expect(hosts(catalogue.snapshot())).toEqual([1]);
  await catalogue.close();
});

it('does without snapshots that were lost, and their versions are not used again', async () => {
  const { open, run, folder } = stage();
  let catalogue = await open();
  await run(catalogue, 'a', [1, 2]);
  await run(catalogue, 'b', [3], [2]);
  const proxies = catalogue.snapshot()?.proxies;
  await catalogue.close();
  for (const name of readdirSync(folder)) if (name.startsWith('snapshot-')) rmSync(join(folder, name));
  catalogue = await open();
  expect(catalogue.snapshot()).toMatchObject({ version: 3, run: 'b', proxies });
  expect((await run(catalogue, 'c', [1])).published).toBe(4);
  await catalogue.close();
});

it('saves what traffic said between runs', async () => {
  const { open, run } = stage();
  let catalogue = await open();
  await run(catalogue, 'a', [1]);
  const [key] = [...catalogue.history.entries()].map(
    ({ address }) => `${address.kind}://${address.host}:${address.port}`,
  );
  catalogue.history.report(key ?? '', false, 'caller', 0);
  const entries = [...catalogue.history.entries()];
  await catalogue.close();
  catalogue = await open();
  expect([...catalogue.history.entries()]).toEqual(entries);
  await catalogue.close();
});

it('is as fresh as the last run that looked at all of it', async () => {
  const { open, run } = stage();
  let catalogue = await open();
  const why = () => catalogue.staleness(SETTINGS.gates)?.why;
  expect(why()).toBeUndefined();
  await run(catalogue, 'a', range(1, 40));
  const publishedAt = catalogue.snapshot()?.publishedAt;
  expect(why()).toBeNull();
  await run(catalogue, 'b', [], range(1, 40));
  await run(catalogue, 'c', [1], [2], { kind: 'suspects' });
  expect(catalogue.snapshot()).toMatchObject({ version: 2, publishedAt });
  expect(why()).toBe('yield-collapsed');
  await catalogue.close();
  catalogue = await open();
  expect(why()).toBe('yield-collapsed');
  await run(catalogue, 'd', range(1, 40), [], { kind: 'recheck' });
  expect([why(), catalogue.snapshot()?.publishedAt === publishedAt]).toEqual([null, false]);
  await catalogue.close();
});
