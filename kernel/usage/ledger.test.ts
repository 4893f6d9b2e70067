import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ownIdentity } from '../process/identity.ts';
import { openLedger } from './ledger.ts';
import { ledgerWriter, readLedger } from './read-ledger.ts';
import { type CounterName, HEADER_SIZE, SLOT_SIZE } from './slot.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;
const freshFile = () => {
  made += 1;
  return join(folder, `${made}.slots`);
};
const key = (credential: string, pool = 'direct') => ({ credential, pool, protocol: 'http' as const, country: '' });

describe('a ledger', () => {
  it('gives back what was committed, slot by slot', () => {
    const file = freshFile();
    const ledger = openLedger(file, ownIdentity());
    ledger.slot(key('a')).add('bytesUp', 100);
    ledger.slot(key('b')).add('bytesDown', 2 ** 52);
    ledger.slot(key('a')).add('admitted', 1);
    ledger.commit();
    const { slots, torn } = readLedger(file, 'w1', false);
    expect(torn).toBe(0);
    expect(
      slots.map((slot) => [slot.slot, slot.key.credential, slot.counters.bytesUp, slot.counters.bytesDown]),
    ).toEqual([
      [0, 'a', 100, 0],
      [1, 'b', 0, 2 ** 52],
    ]);
    expect(ledgerWriter(file)).toEqual(ownIdentity());
    ledger.close();
  });

  it('counts bytes on their way to the client only once the writer is dead', () => {
    const file = freshFile();
    const ledger = openLedger(file, ownIdentity());
    ledger.slot(key('a')).add('pending', 500);
    ledger.commit();
    expect(readLedger(file, 'w', false).slots[0]?.counters.bytesDown).toBe(0);
    expect(readLedger(file, 'w', true).slots[0]?.counters.bytesDown).toBe(500);
    ledger.close();
  });

  it('counts what a dead worker admitted and never settled as abandoned', () => {
    const file = freshFile();
    const ledger = openLedger(file, ownIdentity());
    ledger.slot(key('a')).add('admitted', 5);
    ledger.slot(key('a')).add('ok', 2);
    ledger.slot(key('a')).add('abandoned', 1);
    ledger.close();
    expect(readLedger(file, 'w', false).slots[0]?.counters.abandoned).toBe(1);
    expect(readLedger(file, 'w', true).slots[0]?.counters.abandoned).toBe(3);
  });

  it('keeps every commit of a process that is killed', () => {
    const file = freshFile();
    const modules = { ledger: new URL('./ledger.ts', import.meta.url).href };
    const code = `
      const { openLedger } = await import('${modules.ledger}');
      const slot = openLedger('${file}', { pid: process.pid, startTicks: 0 }).slot(${JSON.stringify(key('a'))});
      for (let turn = 0; turn < 1000; turn += 1) { slot.add('bytesUp', 7); slot.commit(); }
      slot.add('bytesUp', 1);
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', code]).signal).toBe('SIGKILL');
    expect(readLedger(file, 'w', true).slots[0]?.counters.bytesUp).toBe(7000);
  });

  it('refuses to overwrite a ledger', () => {
    const file = freshFile();
    openLedger(file, ownIdentity()).close();
    expect(() => openLedger(file, ownIdentity())).toThrow('EEXIST');
  });

  it('names a damaged or cut slot torn and reads the others', () => {
    fc.assert(
      fc.property(fc.nat({ max: SLOT_SIZE - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const file = freshFile();
        const ledger = openLedger(file, ownIdentity());
        for (const name of ['a', 'b', 'c']) {
          const slot = ledger.slot(key(name));
          slot.add('bytesUp', 3);
          slot.add('ok', 1);
        }
        ledger.close();
        const bytes = readFileSync(file);
        const where = HEADER_SIZE + SLOT_SIZE + at;
        bytes[where] = (bytes[where] ?? 0) ^ flip;
        writeFileSync(file, bytes.subarray(0, bytes.length - 1));
        const { slots } = readLedger(file, 'w', true);
        expect(slots.find((slot) => slot.key.credential === 'a')?.counters.bytesUp).toBe(3);
        expect(slots.some((slot) => slot.key.credential === 'c')).toBe(false);
        const middle = slots.find((slot) => slot.slot === 1);
        expect(middle === undefined || middle.counters.bytesUp === 3).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('adds up like plain numbers whatever the order of commits', () => {
    const step = fc.record({
      name: fc.constantFrom<CounterName>('bytesUp', 'bytesDown', 'ok', 'failed'),
      amount: fc.nat({ max: 1e9 }),
      commit: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const file = freshFile();
        const ledger = openLedger(file, ownIdentity());
        const slot = ledger.slot(key('a'));
        for (const { name, amount, commit } of steps) {
          slot.add(name, amount);
          if (commit) slot.commit();
        }
        ledger.close();
        const total = (name: CounterName) => steps.filter((s) => s.name === name).reduce((sum, s) => sum + s.amount, 0);
        expect(readLedger(file, 'w', true).slots[0]?.counters).toMatchObject({
          bytesUp: total('bytesUp'),
          bytesDown: total('bytesDown'),
          ok: total('ok'),
          failed: total('failed'),
        });
      }),
      { numRuns: 40 },
    );
  });
});
