/**
 * What it costs to have each octet in the ledger before it is handed on: one commit of a slot (a positioned write of 72
 * octets), beside an empty loop with the same arithmetic.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity } from '@atlantic/kernel/process/identity.ts';
import { openLedger } from '@atlantic/kernel/usage/ledger.ts';
import { writeResult } from './result.ts';

const COMMITS = 200_000;
const RUNS = 7;
const KEYS = 100;

function nanosecondsEach(count: number, act: (index: number) => void): number {
  const start = process.hrtime.bigint();
  for (let index = 0; index < count; index += 1) act(index);
  return Number(process.hrtime.bigint() - start) / count;
}

export async function benchLedger(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-bench-'));
  const ledger = openLedger(join(folder, 'bench.slots'), ownIdentity());
  const slots = Array.from({ length: KEYS }, (_unused, index) =>
    ledger.slot({ credential: `credential-${index}`, pool: 'direct', protocol: 'http', country: '' }),
  );
  const add = (index: number) => slots[index % KEYS]?.add('bytesDown', 1);
  const addAndCommit = (index: number) => {
    const slot = slots[index % KEYS];
    slot?.add('bytesDown', 1);
    slot?.commit();
  };
  const inMemory: number[] = [];
  const onDisk: number[] = [];
  nanosecondsEach(COMMITS, addAndCommit);
  for (let run = 0; run < RUNS; run += 1) {
    inMemory.push(nanosecondsEach(COMMITS, add));
    onDisk.push(nanosecondsEach(COMMITS, addAndCommit));
  }
  ledger.close();
  rmSync(folder, { recursive: true });
  writeResult(
    'ledger',
    [
      { name: 'count in memory', unit: 'ns', runs: inMemory },
      { name: 'count and commit to the file', unit: 'ns', runs: onDisk },
    ],
    { node: process.version },
  );
}
