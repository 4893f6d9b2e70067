import { expect, it } from 'vitest';
import { banned } from '../../fixture/answer.ts';
import { bannedText, obedienceText } from './obedience.ts';

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

it('says what is banned, for which site and until when', () => {
  const { endpoint } = banned.ban;
  const rest = 'until 2026-11-21 01:00:00 (0123456789abcdef) on local.';
  expect(bannedText(banned)).toBe(`${endpoint} is banned for shop.example ${rest}`);
  expect(bannedText({ ...banned, ban: { ...banned.ban, site: null } }, 'it')).toBe(
    `it is banned for every site ${rest}`,
  );
});
