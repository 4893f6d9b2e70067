import { expect, it } from 'vitest';
import { filesReported } from './reported.ts';

const output = [
  'Atlantic serves.',
  '{"level":"error","file":"/data/snapshot.json.damaged","msg":"a"}',
  '{"level":"info","file":"/data/other.damaged","msg":"b"}',
  '{"level":"error","msg":"c"}',
  '',
].join('\n');

it('finds the files that errors name', () => {
  expect(filesReported(output, /damaged$/)).toEqual(['/data/snapshot.json.damaged']);
  expect(filesReported(output, /ledger/)).toEqual([]);
});
