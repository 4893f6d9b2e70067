import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { expect, it } from 'vitest';
import { trackingProblem } from './tracked.ts';

it('speaks when the table is nearly full, and only then', () => {
  using folder = temporaryFolder('tracked');
  expect(trackingProblem(folder.path)).toBeUndefined();
  writeFileSync(`${folder.path}/nf_conntrack_max`, '1000\n');
  writeFileSync(`${folder.path}/nf_conntrack_count`, '800\n');
  expect(trackingProblem(folder.path)).toBeUndefined();
  writeFileSync(`${folder.path}/nf_conntrack_count`, '801\n');
  expect(trackingProblem(folder.path)).toMatch(/801 connections of 1000/);
});
