import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHealthWriter, readHealthFile } from './health-file.ts';

const EJECTED = {
  endpoints: [
    { id: 'e', breaker: { state: 'open' as const, since: 5, until: 9, why: 'unanswered' as const, level: 2 } },
  ],
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlantic-health-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function setup() {
  const file = join(folder, 'health.json');
  const warned: string[] = [];
  const log = { debug() {}, info() {}, warn: (message: string) => void warned.push(message), error() {} };
  return { file, warned, read: () => readHealthFile(file, log), writer: createHealthWriter(file, log) };
}

it('reads what was written, which only its owner may read', () => {
  const { file, warned, read, writer } = setup();
  expect(read()).toEqual(new Map());
  writer.write(new Map([['rented', EJECTED]]));
  expect(read()).toEqual(new Map([['rented', EJECTED]]));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect([readdirSync(folder), warned]).toEqual([['health.json'], []]);
});

it('writes only what is new', () => {
  const { file, writer } = setup();
  writer.write(new Map([['rented', EJECTED]]));
  const { ino } = statSync(file);
  writer.write(new Map([['rented', EJECTED]]));
  expect(statSync(file).ino).toBe(ino);
});

it('begins anew, and says so, when the file is broken', () => {
  const { file, warned, read } = setup();
  writeFileSync(file, '{"pools":{"rented":{"endpoints":[{"id":7}]}}}');
  expect(read()).toEqual(new Map());
  expect(warned).toHaveLength(1);
});

it('goes on without a disk, and says so once', () => {
  const { file, warned, writer } = setup();
  mkdirSync(file);
  writer.write(new Map([['rented', EJECTED]]));
  writer.write(new Map([['rented', EJECTED]]));
  expect(warned).toHaveLength(1);
});
