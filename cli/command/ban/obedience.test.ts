import { expect, it } from 'vitest';
import { obedienceText } from './obedience.ts';

it('names who obeys, and tells of each who does not', () => {
  const planes = [
    { plane: 'local', obeyed: true, detail: null },
    { plane: 'berlin', obeyed: true, detail: null },
    { plane: 'tokyo', obeyed: false, detail: 'the disk is full' },
    { plane: 'old', obeyed: false, detail: null },
    { plane: 'slow', obeyed: null, detail: null },
  ];
  expect(obedienceText(planes)).toBe(`\
 on local, berlin.
tokyo could not obey: the disk is full.
old could not obey: it did not say why.
slow has not answered, and may or may not obey.`);
  expect(obedienceText(planes.slice(4))).toBe('.\nslow has not answered, and may or may not obey.');
});
