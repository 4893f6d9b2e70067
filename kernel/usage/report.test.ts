import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsageKey, UsageReport } from '@atlantic/contract/plane.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freshFolder } from '../fixture/folder.ts';
import { readableLog } from '../fixture/log.ts';
import { startWriter } from '../fixture/processes.ts';
import { ownIdentity } from '../process/identity.ts';
import { ledgerFile, openEpoch } from './epoch.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { createReporter } from './report.ts';
import { HEADER_SIZE } from './slot.ts';

const OWN = 'epochown1';
const OLD = 'epochold1';
/** A process that is not there any more. */
const NOBODY = { pid: spawnSync(process.execPath, ['--version']).pid, startTicks: 1 };
const key = (credential: string): UsageKey => ({ credential, pool: 'direct', protocol: 'http', country: '' });

/** A control that applies totals, and whose receipts the test can lose. */
function createControl() {
  const reports: UsageReport[] = [];
  const totals = new Map<string, number>();
  const state = { reports, totals, reachable: true, losesReceipts: false, refuses: '' };
  const receive = async (report: UsageReport) => {
    if (!state.reachable) throw new Error('away');
    if (report.epoch === state.refuses) throw new Error('refused');
    reports.push(structuredClone(report));
    for (const { ledger, slot, counters } of report.slots) {
      totals.set(`${report.epoch} ${ledger} ${slot}`, counters.bytesUp + counters.bytesDown);
    }
    if (state.losesReceipts) throw new Error('receipt lost');
  };
  const bytes = () => [...totals.values()].reduce((sum, total) => sum + total, 0);
  /** `epoch slots closed` of each report since the last look. */
  const heard = () => reports.splice(0).map(({ epoch, slots, closed }) => `${epoch} ${slots.length} ${closed}`);
  return Object.assign(state, { receive, bytes, heard });
}

/** A plane's reporter with its epoch open. */
function setup() {
  const root = freshFolder();
  const control = createControl();
  const { log, lines } = readableLog();
  openEpoch(root, OWN);
  const reporter = createReporter({ root, epoch: OWN, send: control.receive, log });
  const write = (epoch: string, name: string, writer = ownIdentity()): Ledger => {
    mkdirSync(join(root, epoch), { recursive: true });
    const ledger = openLedger(ledgerFile(root, epoch, name), writer);
    onTestFinished(() => ledger.close());
    return ledger;
  };
  /** A ledger with a slot for each credential, each with 100 octets. */
  const filled = (epoch: string, name: string, writer: typeof NOBODY, credentials: readonly string[]) => {
    const ledger = write(epoch, name, writer);
    for (const credential of credentials) ledger.slot(key(credential)).add('bytesUp', 100);
    ledger.commit();
    return ledger;
  };
  return { root, control, reporter, lines, write, filled };
}

/** Makes the slot at `position` unreadable. */
function damage(file: string, position: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xff, position, position + 8);
  writeFileSync(file, bytes);
}

describe('this life’s epoch', () => {
  it('is reported as totals, and what did not change is not sent again', async () => {
    const { control, reporter, filled } = setup();
    const ledger = filled(OWN, '1', ownIdentity(), ['a', 'b']);
    await reporter.round();
    expect(control.heard()).toEqual([`${OWN} 2 false`]);
    await reporter.round();
    expect(control.heard()).toEqual([]);
    ledger.slot(key('b')).add('bytesUp', 11);
    ledger.commit();
    await reporter.round();
    expect(control.reports[0]?.slots).toMatchObject([{ ledger: '1', slot: 1, counters: { bytesUp: 111 } }]);
    expect(control.bytes()).toBe(211);
  });

  it('is repeated while control is away or its receipts are lost, and counts once', async () => {
    const { control, reporter, filled } = setup();
    filled(OWN, '1', ownIdentity(), ['a']);
    control.reachable = false;
    await expect(reporter.round()).rejects.toThrow('away');
    control.reachable = true;
    control.losesReceipts = true;
    await expect(reporter.round()).rejects.toThrow('receipt lost');
    control.losesReceipts = false;
    await reporter.round();
    expect(control.heard()).toEqual([`${OWN} 1 false`, `${OWN} 1 false`]);
    expect(control.bytes()).toBe(100);
  });

  it('counts a worker that was killed to its last octet, once', async () => {
    const { root, control, reporter } = setup();
    const worker = await startWriter(root, OWN, '1');
    await reporter.round();
    expect(control.bytes()).toBe(100);
    expect(reporter.slots()[0]?.counters).toMatchObject({ bytesDown: 0, abandoned: 0 });
    await worker.kill();
    await reporter.round();
    expect(control.bytes()).toBe(140);
    expect(reporter.slots()[0]?.counters).toMatchObject({ bytesUp: 100, bytesDown: 40, abandoned: 1 });
    control.heard();
    await reporter.round();
    expect(control.heard()).toEqual([]);
  });

  it('is closed once its workers have ended', async () => {
    const { root, control, reporter, filled } = setup();
    filled(OWN, '1', NOBODY, ['a', 'b']);
    await reporter.round();
    control.heard();
    await reporter.close();
    expect(control.heard()).toEqual([`${OWN} 0 true`]);
    expect(existsSync(join(root, OWN))).toBe(false);
  });

  it('is left to the next start while a worker of it lives', async () => {
    const { root, control, reporter, filled } = setup();
    filled(OWN, '1', ownIdentity(), ['a']);
    await reporter.close();
    expect(control.heard()).toEqual([`${OWN} 1 false`]);
    expect(existsSync(join(root, OWN))).toBe(true);
  });
});

describe('an earlier life’s epoch', () => {
  it('goes on while its owner lives, waits for its last worker, and is then closed once', async () => {
    const { root, control, reporter } = setup();
    const owner = await startWriter(root, OLD, 'owner');
    const worker = await startWriter(root, OLD, '1');
    await reporter.round();
    await owner.kill();
    await reporter.round();
    expect(control.heard()).toEqual([`${OLD} 1 false`]);
    expect(control.bytes()).toBe(100);
    await worker.kill();
    await reporter.round();
    expect(control.heard()).toEqual([`${OLD} 1 true`]);
    expect(control.bytes()).toBe(140);
    expect(existsSync(join(root, OLD))).toBe(false);
    await reporter.round();
    expect(control.heard()).toEqual([]);
  });

  it('is kept until control has said that it is closed', async () => {
    const { root, control, reporter, filled } = setup();
    filled(OLD, '1', NOBODY, ['a']);
    control.losesReceipts = true;
    await expect(reporter.round()).rejects.toThrow('receipt lost');
    expect(existsSync(join(root, OLD))).toBe(true);
    control.losesReceipts = false;
    await reporter.round();
    expect(control.heard()).toEqual([`${OLD} 1 true`, `${OLD} 1 true`]);
    expect(existsSync(join(root, OLD))).toBe(false);
  });

  it('is closed also when it has no ledger, for what it was granted', async () => {
    const { root, control, reporter } = setup();
    mkdirSync(join(root, OLD));
    await reporter.round();
    expect(control.heard()).toEqual([`${OLD} 0 true`]);
  });

  it('goes in parts of 5,000 slots, the last of which closes it; parts that arrived are not repeated', async () => {
    const { control, reporter, filled } = setup();
    const credentials = Array.from({ length: 12_001 }, (_, index) => `c${index}`);
    filled(OLD, '1', NOBODY, credentials);
    control.losesReceipts = true;
    await expect(reporter.round()).rejects.toThrow();
    control.losesReceipts = false;
    await reporter.round();
    expect(control.heard()).toEqual([
      `${OLD} 5000 false`,
      `${OLD} 5000 false`,
      `${OLD} 5000 false`,
      `${OLD} 2001 true`,
    ]);
    expect(control.bytes()).toBe(1_200_100);
  });

  it('keeps no other epoch from being reported when control refuses it', async () => {
    const { root, control, reporter, filled } = setup();
    filled('epochbad1', '1', NOBODY, ['a']);
    filled(OLD, '1', NOBODY, ['a']);
    filled(OWN, '1', ownIdentity(), ['a']);
    control.refuses = 'epochbad1';
    await expect(reporter.round()).rejects.toThrow('refused');
    expect(control.heard()).toEqual([`${OWN} 1 false`, `${OLD} 1 true`]);
    expect(existsSync(join(root, 'epochbad1'))).toBe(true);
  });

  it('is closed once by rounds that are asked for at the same time', async () => {
    const { control, reporter, filled } = setup();
    filled(OLD, '1', NOBODY, ['a']);
    await Promise.all([reporter.round(), reporter.round(), reporter.close()]);
    expect(control.heard()).toEqual([`${OLD} 1 true`, `${OWN} 0 true`]);
  });
});

describe('damage', () => {
  it.each([OWN, OLD])('to a slot in %s is reported once, and the ledger is kept', async (epoch) => {
    const { root, control, reporter, lines, filled } = setup();
    filled(epoch, '1', NOBODY, ['a', 'b']);
    damage(ledgerFile(root, epoch, '1'), HEADER_SIZE);
    control.reachable = false;
    await expect(reporter.round()).rejects.toThrow('away');
    control.reachable = true;
    for (let round = 0; round < 3; round += 1) await reporter.round();
    await createReporter({ root, epoch: OWN, send: control.receive, log: readableLog().log }).close();
    const file = join(root, 'damaged', `${epoch}-1.slots`);
    expect(lines).toMatchObject([{ level: 'error', file, count: 1 }]);
    expect(readdirSync(root)).toEqual(['damaged']);
    expect(existsSync(file)).toBe(true);
    expect(control.bytes()).toBe(100);
  });

  it('to a live worker’s slot may be a write that is under way', async () => {
    const { root, control, reporter, lines, filled } = setup();
    filled(OWN, '1', ownIdentity(), ['a', 'b']);
    damage(ledgerFile(root, OWN, '1'), HEADER_SIZE);
    await reporter.round();
    expect(control.heard()).toEqual([`${OWN} 1 false`]);
    expect(lines).toEqual([]);
  });

  it.each([
    OWN,
    OLD,
  ])('to a header in %s is reported when the epoch is closed, and the ledger is kept', async (epoch) => {
    const { root, control, reporter, lines, filled } = setup();
    filled(epoch, '1', NOBODY, ['a']);
    filled(epoch, '2', NOBODY, ['b']);
    damage(ledgerFile(root, epoch, '2'), 0);
    await reporter.round();
    await reporter.close();
    const file = join(root, 'damaged', `${epoch}-2.slots`);
    expect(lines).toMatchObject([{ level: 'error', file }]);
    expect(readdirSync(root)).toEqual(['damaged']);
    expect(existsSync(file)).toBe(true);
    expect(control.bytes()).toBe(100);
  });
});
