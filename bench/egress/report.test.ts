import { expect, test } from 'vitest';
import { parseReport } from './report.ts';

const WHOLE = { amount: 10, seconds: 2, failed: 1, processorSeconds: 0.5 };

test('a report as the generator prints it', () => {
  expect(parseReport(`${JSON.stringify(WHOLE)}\n`)).toEqual(WHOLE);
  const latency = { ...WHOLE, samples: [1, 2], connections: 3 };
  expect(parseReport(JSON.stringify(latency))).toEqual(latency);
});

test.each([
  '',
  'perror: no such file',
  'null',
  '[]',
  '{"amount":1,"seconds":1,"failed":0}',
  '{"amount":-1,"seconds":1,"failed":0,"processorSeconds":0}',
])('%j is no report, and the error shows it', (line) => {
  expect(() => parseReport(line)).toThrow(line || 'nothing');
});
