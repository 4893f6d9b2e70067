import { expect, test } from 'vitest';
import { METRICS } from './metrics.ts';

const REPORT = { amount: 4_000_000, seconds: 2, failed: 0, processorSeconds: 1, samples: [2000, 1000, 3000] };

test('what each measurement reads from a report', () => {
  const values = Object.fromEntries(METRICS.map(({ id, values: read }) => [id, read(REPORT)]));
  expect(values).toEqual({
    throughput: { throughput: 2 },
    tunnels: { tunnels: 2_000_000 },
    requests: { requests: 2_000_000 },
    latency: { latencyP50: 2, latencyP99: 3 },
  });
});
