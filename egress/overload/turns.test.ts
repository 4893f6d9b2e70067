import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTurns, LEAST_PART, ROUND_BYTES, SMALL, type Turn } from './turns.ts';

const CHUNK = 262_144;

/** Turns whose rounds a test begins; `late` is whether a round is waited for. */
function rounds() {
  let next: (() => void) | undefined;
  const newTurn = createTurns((callback) => {
    next = callback;
  });
  const pass = async () => {
    const begin = next;
    next = undefined;
    begin?.();
    await Promise.resolve();
  };
  return { newTurn, pass, late: () => next !== undefined };
}

/** A stream that moves a chunk whenever it may, at most `most` in a round, as sockets do that are never empty. */
function stream(turn: Turn, chunk = CHUNK) {
  let free = true;
  const counts = { moved: 0 };
  const read = () => {
    if (!free) return;
    counts.moved += chunk;
    const wait = turn.moved(chunk);
    if (!wait) return;
    free = false;
    void wait.then(() => {
      free = true;
    });
  };
  return { counts, read };
}

describe('turns', () => {
  it('cost nothing while little is moved', () => {
    const { newTurn, late } = rounds();
    const turn = newTurn();
    for (let moved = 0; moved < SMALL - 1_024; moved += 1_024) expect(turn.moved(1_024)).toBeUndefined();
    expect(late()).toBe(false);
  });

  it('let one account alone move a whole round, and go on with the next', async () => {
    const { newTurn, pass, late } = rounds();
    const turn = newTurn();
    for (let moved = CHUNK; moved < ROUND_BYTES; moved += CHUNK) expect(turn.moved(CHUNK)).toBeUndefined();
    const wait = turn.moved(CHUNK);
    expect([wait !== undefined, late()]).toEqual([true, true]);
    await pass();
    await wait;
    expect(turn.moved(CHUNK)).toBeUndefined();
  });

  it('give one stream of an account as much as a hundred of another', async () => {
    const { newTurn, pass } = rounds();
    const [many, one] = [newTurn(), newTurn()];
    const greedy = Array.from({ length: 100 }, () => stream(many));
    const modest = stream(one);
    for (let round = 0; round < 400; round += 1) {
      // What a socket holds is read until it has to wait, in no better order than this.
      for (const each of greedy) each.read();
      for (let reads = 0; reads < 32; reads += 1) modest.read();
      await pass();
    }
    const taken = greedy.reduce((sum, { counts }) => sum + counts.moved, 0);
    expect(modest.counts.moved / (taken + modest.counts.moved)).toBeGreaterThan(0.4);
    // And every one of the hundred gets on.
    for (const { counts } of greedy) expect(counts.moved).toBeGreaterThan(CHUNK);
  });

  it('leave nothing waiting for ever, whoever moves how much', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 8 * CHUNK })), { maxLength: 60 }),
        async (moves) => {
          const { newTurn, pass, late } = rounds();
          const turns = Array.from({ length: 4 }, newTurn);
          let waiting = 0;
          for (const [account, bytes] of moves) {
            const wait = turns[account]?.moved(bytes);
            if (!wait) continue;
            waiting += 1;
            void wait.then(() => {
              waiting -= 1;
            });
          }
          for (let round = 0; late(); round += 1) {
            await pass();
            expect(round).toBeLessThan(60 * 8 * (CHUNK / LEAST_PART) + 60);
          }
          expect(waiting).toBe(0);
        },
      ),
    );
  });
});
