import { expect, test } from 'vitest';
import type { Measurement } from './figures.ts';
import { remarksOn, valuesOf } from './summary.ts';

const measurement = (part: Partial<Measurement>): Measurement => ({
  round: 1,
  peer: 'squid',
  metric: 'latency',
  values: {},
  amount: 100,
  failed: 0,
  wallSeconds: 2,
  processorSeconds: { peer: 1, generator: 1 },
  ...part,
});

test('the bare origin of the same round is subtracted from a latency', () => {
  const all = [
    measurement({ round: 1, peer: 'nothing', values: { latencyP50: 40, latencyP99: 60 } }),
    measurement({ round: 2, peer: 'nothing', values: { latencyP50: 50, latencyP99: 90 } }),
    measurement({ round: 2, values: { latencyP50: 100, latencyP99: 80 } }),
    measurement({ round: 1, values: { latencyP50: 140, latencyP99: 160 } }),
  ];
  expect(valuesOf(all, 'squid', 'addedP50')).toEqual([50, 100]);
  expect(valuesOf(all, 'squid', 'addedP99')).toEqual([-10, 100]);
  expect(valuesOf(all, 'nothing', 'addedP50')).toEqual([]);
});

test('a figure has a value for each round, of its peer alone', () => {
  const all = [
    measurement({ metric: 'tunnels', values: { tunnels: 7 } }),
    measurement({ metric: 'tunnels', peer: 'haproxy', values: { tunnels: 9 } }),
    measurement({ metric: 'tunnels', round: 2, values: { tunnels: 8 } }),
  ];
  expect(valuesOf(all, 'squid', 'tunnels')).toEqual([7, 8]);
  expect(valuesOf(all, 'squid', 'requests')).toEqual([]);
});

test('failures of all rounds are told together', () => {
  const all = [measurement({ failed: 2 }), measurement({ round: 2, failed: 3 })];
  expect(remarksOn(all, () => true)).toEqual(['squid, latency: 5 of 205 conversations failed.']);
});

test('a busy generator is told where it had its own core, and is no news of the bare origin', () => {
  const processorSeconds = { peer: 2, generator: 1.94 };
  const all = [measurement({ processorSeconds }), measurement({ processorSeconds, peer: 'nothing' })];
  expect(remarksOn(all, () => true)).toEqual([expect.stringContaining('squid, latency: generator and origin kept')]);
  expect(remarksOn(all, () => false)).toEqual([]);
});
