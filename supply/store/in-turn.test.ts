import { expect, it } from 'vitest';
import { makeSnapshot } from './fixture/make.ts';
import { inTurn, within } from './in-turn.ts';
import type { SupplyStore } from './store.ts';

/** A store whose saves end when they are told to. */
function slowStore() {
  const begun: number[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const store: SupplyStore = {
    saveSnapshot({ version }) {
      begun.push(version);
      const end = Promise.withResolvers<void>();
      ends.push(end);
      return end.promise;
    },
    loadSnapshot: async () => ({ snapshot: undefined, problems: [] }),
    saveHistory: async () => {},
    loadHistory: async () => ({ damaged: 0 }),
    saveRun: async () => {},
    runs: async () => [],
    close: async () => {},
  };
  return { store, begun, ends };
}

it('begins a call when the one before has ended, well or not', async () => {
  const { store, begun, ends } = slowStore();
  const calls = inTurn(store);
  const first = calls.saveSnapshot(makeSnapshot(1, 0));
  const second = calls.saveSnapshot(makeSnapshot(2, 0));
  await Promise.resolve();
  expect(begun).toEqual([1]);
  ends[0]?.reject(new Error('full'));
  await expect(first).rejects.toThrow('full');
  expect(begun).toEqual([1, 2]);
  ends[1]?.resolve();
  await second;
});

it('gives up waiting, and still lets the call end before the next', async () => {
  const { store, begun, ends } = slowStore();
  const calls = inTurn(store, 0.005);
  await expect(calls.saveSnapshot(makeSnapshot(1, 0))).rejects.toThrow(
    'the store: saving a snapshot took more than 0.005 s',
  );
  await expect(calls.saveSnapshot(makeSnapshot(2, 0))).rejects.toThrow('took more than');
  expect(begun).toEqual([1]);
  ends[0]?.resolve();
  expect(await calls.loadSnapshot().catch((error: Error) => error.message)).toContain('took more than');
  expect(begun).toEqual([1, 2]);
});

it('refuses every call once it is closed', async () => {
  const calls = inTurn(slowStore().store);
  await calls.close();
  await expect(calls.runs(1)).rejects.toThrow('the store is closed');
});

it('hands on what comes in time', async () => {
  expect(await within(5, 'it', Promise.resolve(7))).toBe(7);
});
