/** One round of another kind: everything dies, files are damaged while nobody looks, and everything has to start again. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../kit/random.ts';
import { untilCounted } from '../kit/until-counted.ts';
import { type Arena, WORKERS } from './arena.ts';
import { type Damage, damageFile } from './damage.ts';
import { startLoad } from './load.ts';
import { filesReported } from './reported.ts';
import { killVictim, openEpochs, untilWhole } from './victim.ts';

export interface DamageResult {
  readonly ledger: Damage;
  readonly snapshot: Damage;
  readonly backAfterMs: number;
  readonly broken: readonly string[];
}

const TRAFFIC_MS = 250;

/** The ledger with the most slots. */
function fullestLedger(data: string): string {
  const root = join(data, 'egress', 'ledger');
  const files = openEpochs(data)
    .flatMap((epoch) => readdirSync(join(root, epoch)).map((name) => join(root, epoch, name)))
    .filter((file) => file.endsWith('.slots'))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  if (files[0] === undefined) throw new Error('there is no ledger to damage');
  return files[0];
}

function brokenReport(output: string, what: string, path: RegExp): string[] {
  const files = filesReported(output, path);
  if (files.length === 0) return [`a damaged ${what} was not reported`];
  return files.filter((file) => !existsSync(file)).map((file) => `${what}: ${file} was reported and is not there`);
}

export async function runDamage(
  arena: Arena,
  name: string,
  damages: { readonly ledger: Damage; readonly snapshot: Damage },
  random: Random,
): Promise<DamageResult> {
  const total = async () => (await arena.api().usage(arena.unlimited.name)).credentials[0]?.total ?? 0;
  await untilCounted(arena.atlantic(), arena.origin, arena.marker);
  const before = await total();
  const load = startLoad(arena, { credentials: [arena.unlimited], random: random.fork(), name });
  await pause(TRAFFIC_MS);
  const startedAt = performance.now();
  await killVictim(arena.atlantic(), 'everything', random);
  await load.stop();

  const { data } = arena.atlantic();
  damageFile(fullestLedger(data), damages.ledger, random);
  damageFile(join(data, 'egress', 'snapshot.json'), damages.snapshot, random);
  await arena.revive();
  await untilWhole(arena.atlantic(), WORKERS);
  await untilCounted(arena.atlantic(), arena.origin, arena.marker);
  const output = arena.atlantic().output();
  const broken = [
    ...brokenReport(output, 'ledger', /\/ledger\/damaged\//),
    ...brokenReport(output, 'snapshot', /snapshot\.json\.damaged$/),
  ];
  if ((await total()) < before) broken.push('what had been counted before the damage is less afterwards');
  arena.origin.forget();
  return { ...damages, backAfterMs: Math.round(performance.now() - startedAt), broken };
}
