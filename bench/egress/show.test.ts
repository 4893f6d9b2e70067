import { expect, test } from 'vitest';
import { showRun } from './show.ts';

const SQUID = { peer: 'squid', title: 'squid', version: '5.7', settings: 'no cache', pinned: true };
const NOTHING = { peer: 'nothing', title: 'nothing between', version: '', settings: 'one core', pinned: true };

test('peers by title and version, and what is switched on', () => {
  const text = showRun({ peers: [NOTHING, SQUID], measurements: [], loadBefore: 0 });
  expect(text).toContain('| squid 5.7 ');
  expect(text).toContain('| nothing between ');
  expect(text.split('\n\n').at(-1)).toBe('- nothing between: one core.\n- squid 5.7: no cache.');
});

test('a machine that others were using is told', () => {
  const text = showRun({ peers: [SQUID], measurements: [], loadBefore: 2.46 });
  expect(text).toMatch(/a load of 2\.5 before the run/);
});
