import { expect, it } from 'vitest';
import { parsePortRange, portInRanges, portRangeProblem } from './port-range.ts';

it.each([
  ['443', [443, 443]],
  ['1-65535', [1, 65535]],
  ['80-80', [80, 80]],
])('%s is a range', (text, range) => {
  expect(parsePortRange(text)).toEqual(range);
  expect(portRangeProblem(text)).toBeUndefined();
});

it.each(['', '0', '65536', '90-80', '1-', '-1', '80,81', 'http'])('%j is none', (text) => {
  expect(parsePortRange(text)).toBeUndefined();
  expect(portRangeProblem(text)).toMatch(/^must be a port/);
});

it('includes both ends', () => {
  const inside = [79, 80, 81, 90, 91].map((port) =>
    portInRanges(port, [
      [80, 80],
      [81, 90],
    ]),
  );
  expect(inside).toEqual([false, true, true, true, false]);
});
