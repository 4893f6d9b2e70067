import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../fixture/folder.ts';
import { readableLog } from '../fixture/log.ts';
import { createSessionWriter, readSessionFile } from './session-file.ts';
import type { SessionRecord } from './session-table.ts';

const record = (session: string, usedAt: number): SessionRecord => ({
  credential: 'c',
  session,
  life: 3,
  since: 1,
  usedAt,
  exits: [['rented', 'a']],
  former: [],
  limits: { idleMs: 60_000 },
  requests: 2,
  last: ['rented', 'a'],
  held: true,
});
const kept = ({ held: _, ...rest }: SessionRecord) => rest;

function setup() {
  const file = join(freshFolder(), 'sessions.jsonl');
  const { log, lines } = readableLog();
  return { file, lines, read: () => readSessionFile(file, log), writer: createSessionWriter(file, log) };
}

it('reads what was written last, which only its owner may read', () => {
  const { file, lines, read, writer } = setup();
  expect(read()).toEqual([]);
  writer.keep([record('one', 5), record('two', 4)]);
  writer.keep([record('three', 3), record('one', 6)]);
  writer.forget(record('two', 0));
  expect(read()).toEqual([kept(record('three', 3)), kept(record('one', 6))]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(lines).toEqual([]);
});

it('is written anew when too much of it is past, and at the end', () => {
  const { file, read, writer } = setup();
  const count = () => readFileSync(file, 'utf8').split('\n').length - 1;
  writer.rewrite([record('one', 1)]);
  for (let at = 2; at <= 50; at += 1) writer.keep([record('one', at)]);
  writer.tidy([record('one', 50)], 1);
  expect(count()).toBe(50);
  writer.rewrite([record('one', 50)]);
  expect([count(), read()]).toEqual([1, [kept(record('one', 50))]]);
});

it('goes on with what it can read, and says so', () => {
  const { file, lines, read, writer } = setup();
  writer.keep([record('one', 1)]);
  appendFileSync(file, '{"credential":"c","sess');
  expect(read()).toEqual([kept(record('one', 1))]);
  expect(lines).toMatchObject([{ count: 1 }]);
});

it('goes on without a disk, and says so once', () => {
  const { file, lines, writer } = setup();
  mkdirSync(file);
  writer.keep([record('one', 1)]);
  writer.keep([record('one', 2)]);
  expect(lines).toHaveLength(1);
});
