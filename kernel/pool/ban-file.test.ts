import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newBan } from '@atlantic/contract/ban.ts';
import { expect, it } from 'vitest';
import { freshFolder } from '../fixture/folder.ts';
import { readableLog } from '../fixture/log.ts';
import { readBanFile, writeBanFile } from './ban-file.ts';

const BANS = [
  newBan({ endpoint: 'rented-1', site: 'shop.example', minutes: 5, why: 'client' }, 0),
  newBan({ endpoint: 'rented-2', site: undefined, minutes: 5, why: 'api' }, 0),
];

it('is read as it was written, and only its owner may read it', () => {
  const folder = freshFolder();
  const file = join(folder, 'bans.json');
  const { log, lines } = readableLog();
  expect(readBanFile(file, log)).toEqual([]);
  writeBanFile(file, BANS);
  expect(readBanFile(file, log)).toEqual(BANS);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect([readdirSync(folder), lines]).toEqual([['bans.json'], []]);
});

it('that is broken is none, and is told', () => {
  const file = join(freshFolder(), 'bans.json');
  writeFileSync(file, '{"bans":[{"id":7}]}');
  const { log, lines } = readableLog();
  expect(readBanFile(file, log)).toEqual([]);
  expect(lines).toHaveLength(1);
});

it('that cannot be written is not passed over in silence', () => {
  const file = join(freshFolder(), 'bans.json');
  mkdirSync(file);
  expect(() => writeBanFile(file, BANS)).toThrow();
});
