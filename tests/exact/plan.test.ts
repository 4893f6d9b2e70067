import { expect, it } from 'vitest';
import { makePlan } from './plan.ts';
import type { Kind } from './transfer.ts';

const kindOf = (name: string, ending: Kind['ending'], more: Partial<Kind> = {}): Kind => ({
  name,
  door: 'http',
  ending,
  converse: async () => {},
  ...more,
});
const KINDS = [
  kindOf('get', 'orderly'),
  kindOf('post', 'orderly'),
  kindOf('unproved', 'nobody'),
  kindOf('unread', 'nobody'),
  kindOf('left', 'client'),
  kindOf('cut', 'gateway', { quota: (random) => ({ quotaBytes: random.between(1, 1_000_000) }) }),
];

it('runs every kind equally often, at least as many as asked in all', () => {
  const batches = makePlan(KINDS, 61, 1);
  const all = batches.flatMap(({ transfers }) => transfers);
  expect(all).toHaveLength(66);
  for (const kind of KINDS) expect(all.filter((one) => one.kind === kind)).toHaveLength(11);
  expect(makePlan(KINDS, 1, 1).flatMap(({ transfers }) => transfers)).toHaveLength(KINDS.length);
});

it('keeps apart what could not be told apart', () => {
  const batches = makePlan(KINDS, 60, 1);
  expect(batches.map(({ name }) => name)).toEqual(['orderly', 'unproved', 'unread', 'client', 'origin', 'gateway']);
  for (const { name, ending, transfers } of batches) {
    expect(transfers.filter(({ kind }) => kind.ending !== ending)).toEqual([]);
    if (ending === 'nobody') expect(new Set(transfers.map(({ kind }) => kind.name))).toEqual(new Set([name]));
  }
});

it('gives each transfer that is broken off its own credential and quota, and the others that of their kind', () => {
  const [orderly, , , , , cut] = makePlan(KINDS, 60, 1);
  expect(new Set(orderly?.transfers.map(({ credential }) => credential))).toEqual(new Set(['get', 'post']));
  expect(new Set(cut?.transfers.map(({ credential }) => credential)).size).toBe(10);
  expect(new Set(cut?.transfers.map(({ quota }) => quota.quotaBytes)).size).toBe(10);
});

it('lets every transfer come from an address of its own', () => {
  const all = makePlan(KINDS, 600, 1).flatMap(({ transfers }) => transfers);
  expect(new Set(all.map(({ address }) => address)).size).toBe(all.length);
  expect(all.map(({ address }) => address)).toContain('127.1.2.1');
});

it('is the same for the same seed, and mixed otherwise for another', () => {
  const order = (seed: number) =>
    makePlan(KINDS, 200, seed)[0]?.transfers.map(({ kind, seed: own }) => [kind.name, own]);
  expect(order(4)).toEqual(order(4));
  expect(order(4)).not.toEqual(order(5));
});
