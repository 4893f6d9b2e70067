/** Death in short: a few rounds of tests/kill/main.ts, each kind of victim and each kind of damage. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Arena, openArena } from './kill/arena.ts';
import { DAMAGES } from './kill/damage.ts';
import { runDamage } from './kill/damage-round.ts';
import { runRound } from './kill/round.ts';
import type { Victim } from './kill/victim.ts';
import { createRandom } from './kit/random.ts';

const random = createRandom(20_261_121);
const VICTIMS: readonly Victim[] = ['worker', 'primary', 'control', 'everything', 'worker', 'primary'];
const DEADLINE_MS = 60_000;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(() => arena?.[Symbol.asyncDispose]());

it.each(VICTIMS.map((victim, at) => ({ victim, round: at + 1 })))(
  'kill -9 of $victim loses no octet, counts none twice, and spends no quota twice (round $round)',
  async ({ victim, round }) => {
    const result = await runRound(arena, round, victim, random.fork());
    expect(result.broken).toEqual([]);
    expect(result.moved).toBeGreaterThan(0);
    expect(result.overcount).toBeLessThanOrEqual(result.overcountBound);
  },
  DEADLINE_MS,
);

it.each(DAMAGES.map((damage, at) => ({ damage, other: DAMAGES[(at + 1) % DAMAGES.length] ?? damage })))(
  'starts, serves and reports a ledger $damage and a snapshot $other',
  async ({ damage, other }) => {
    const result = await runDamage(
      arena,
      damage.replaceAll(' ', ''),
      { ledger: damage, snapshot: other },
      random.fork(),
    );
    expect(result.broken).toEqual([]);
  },
  DEADLINE_MS,
);
