import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder } from '../fixture/folder.ts';
import { startWriter } from '../fixture/processes.ts';
import { ownIdentity } from '../process/identity.ts';
import { epochsIn, isOwnerAlive, keepDamaged, ledgerFile, ledgersOf, openEpoch, removeEpoch } from './epoch.ts';
import { openLedger } from './ledger.ts';

describe('an epoch', () => {
  it('is a folder for its owner’s eyes, in a directory that need not be there', () => {
    const root = join(freshFolder(), 'egress', 'ledger');
    openEpoch(root, 'epoch001');
    expect(statSync(join(root, 'epoch001')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'epoch001', 'owner')).mode & 0o777).toBe(0o600);
    expect(readdirSync(root)).toEqual(['epoch001']);
    removeEpoch(root, 'epoch001');
    expect(readdirSync(root)).toEqual([]);
  });

  it('is told from other things in the same place', () => {
    const root = freshFolder();
    openEpoch(root, 'epoch001');
    openEpoch(root, 'epoch002');
    for (const name of ['damaged', 'lost+found', 'epoch003.new', 'short']) mkdirSync(join(root, name));
    writeFileSync(join(root, 'epoch004'), '');
    expect(epochsIn(root).sort()).toEqual(['epoch001', 'epoch002']);
  });
});

describe('the owner of an epoch', () => {
  it('is the process that opened it, as long as it runs', async () => {
    const root = freshFolder();
    const owner = await startWriter(root, 'epoch001', 'owner');
    expect(isOwnerAlive(root, 'epoch001')).toBe(true);
    await owner.kill();
    expect(isOwnerAlive(root, 'epoch001')).toBe(false);
  });

  it.each(['', '{', '{"pid":"1"}', undefined])('is nobody where the file says %j', (text) => {
    const root = freshFolder();
    mkdirSync(join(root, 'epoch001'));
    if (text !== undefined) writeFileSync(join(root, 'epoch001', 'owner'), text);
    expect(isOwnerAlive(root, 'epoch001')).toBe(false);
  });
});

describe('the ledgers of an epoch', () => {
  it('are named with their writers, where these can be read', () => {
    const root = freshFolder();
    openEpoch(root, 'epoch001');
    openLedger(ledgerFile(root, 'epoch001', '1'), ownIdentity()).close();
    writeFileSync(ledgerFile(root, 'epoch001', '2'), 'damaged');
    const ledgers = ledgersOf(root, 'epoch001').map(({ name, writer }) => [name, writer]);
    expect(new Map(ledgers as [string, unknown][])).toEqual(
      new Map([
        ['1', ownIdentity()],
        ['2', undefined],
      ]),
    );
  });

  it('are kept once when they are damaged, and outlive their epoch', () => {
    const root = freshFolder();
    openEpoch(root, 'epoch001');
    writeFileSync(ledgerFile(root, 'epoch001', '1'), 'damaged');
    const keep = () => ledgersOf(root, 'epoch001').map((ledger) => keepDamaged(root, 'epoch001', ledger));
    const copy = join(root, 'damaged', 'epoch001-1.slots');
    expect(keep()).toEqual([copy]);
    expect(keep()).toEqual([undefined]);
    removeEpoch(root, 'epoch001');
    expect(readFileSync(copy, 'utf8')).toBe('damaged');
    expect(existsSync(ledgerFile(root, 'epoch001', '1'))).toBe(false);
  });
});
