/**
 * The store in one SQLite file. A commit is on the disk before it is acknowledged (`synchronous=FULL`): there are a few in
 * an hour, so what that costs is not felt.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import { entryText, readEntry, readRun, runText } from './entry-text.ts';
import { checksum } from './record-line.ts';
import { setAside } from './set-aside.ts';
import {
  damagedSentence,
  headerText,
  leftOutSentence,
  readHeader,
  readParts,
  SnapshotDamaged,
  writeParts,
} from './snapshot-text.ts';
import type { SupplyStore } from './store.ts';

/** How long a statement waits for another process, such as a backup, to let go of the file. It holds up everything. */
const BUSY_MS = 2_000;
/** Rows between two turns of the event loop. */
const ROWS_AT_ONCE = 500;

/** Of snapshots: the newest, and the one before it. */
const GENERATIONS = 2;

const SUM_LENGTH = 8;

const SCHEMA = `
  create table if not exists snapshot (version integer primary key, header text not null) strict;
  create table if not exists part (
    version integer not null, number integer not null, body text not null, primary key (version, number)
  ) strict;
  create table if not exists history (key text primary key, body text not null) strict, without rowid;
  create table if not exists run (number integer primary key, id text not null unique, body text not null) strict;
`;

/** SQLite does not notice when the content of a row is altered behind its back. */
const sealed = (text: string): string => checksum(text) + text;

/** Undefined when it was altered. */
function unsealed(body: unknown): string | undefined {
  const [sum, text] = [String(body).slice(0, SUM_LENGTH), String(body).slice(SUM_LENGTH)];
  return checksum(text) === sum ? text : undefined;
}

function open(file: string): DatabaseSync {
  // SQLite gives its -wal and -shm files the mode of the database file, so it must be right before they appear.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full');
    const check = database.prepare('pragma quick_check(1)').get();
    if (check?.quick_check !== 'ok') throw Object.assign(new Error('malformed'), { errcode: 11 });
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26), https://www.sqlite.org/rescode.html. The low octet is the primary code. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return code === 11 || code === 26;
}

/** A damaged file is set aside, and a new one begun. */
function openWhole(file: string, now: () => number): { database: DatabaseSync; problem: string | undefined } {
  try {
    return { database: open(file), problem: undefined };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const aside = setAside(file, now());
    for (const more of ['-wal', '-shm']) if (existsSync(file + more)) rmSync(file + more);
    return { database: open(file), problem: `${file} is damaged and is now ${aside}; a new one was begun` };
  }
}

/** Rejects when the file cannot be used. One that is damaged is set aside and told by `loadSnapshot`. */
export async function openSqliteStore(file: string, now: () => number): Promise<SupplyStore> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { database, problem } = openWhole(file, now);
  const opened = problem === undefined ? [] : [problem];
  const sql = {
    putSnapshot: database.prepare('insert or replace into snapshot values (?, ?)'),
    dropParts: database.prepare('delete from part where version = ?'),
    putPart: database.prepare('insert into part values (?, ?, ?)'),
    versions: database.prepare('select version from snapshot order by version desc'),
    header: database.prepare('select header from snapshot where version = ?'),
    parts: database.prepare('select body from part where version = ? order by number'),
    dropSnapshot: database.prepare('delete from snapshot where version = ?'),
    putEntry: database.prepare('insert or replace into history values (?, ?)'),
    dropEntry: database.prepare('delete from history where key = ?'),
    entries: database.prepare('select body from history'),
    putRun: database.prepare('insert or replace into run (id, body) values (?, ?)'),
    trimRuns: database.prepare(
      'delete from run where number <= (select number from run order by number desc limit 1 offset ?)',
    ),
    runs: database.prepare('select body from run order by number desc limit ?'),
  } satisfies Record<string, StatementSync>;

  async function inOneStep(work: () => Promise<void> | void): Promise<void> {
    database.exec('begin immediate');
    try {
      await work();
      database.exec('commit');
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  }

  async function each<T>(rows: readonly T[], put: (row: T) => unknown): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      rows.slice(at, at + ROWS_AT_ONCE).forEach(put);
      await turn();
    }
  }

  function drop(version: number): void {
    sql.dropParts.run(version);
    sql.dropSnapshot.run(version);
  }

  function* partsOf(version: number): Generator<string> {
    for (const row of sql.parts.iterate(version)) yield String(row.body);
  }

  return {
    saveSnapshot: (snapshot) =>
      inOneStep(async () => {
        const { version } = snapshot;
        sql.dropParts.run(version);
        let number = 0;
        const header = await writeParts(snapshot, (part) => sql.putPart.run(version, number++, part));
        sql.putSnapshot.run(version, headerText(header));
        for (const old of sql.versions.all().slice(GENERATIONS)) drop(Number(old.version));
      }),
    async loadSnapshot() {
      const problems = opened.splice(0);
      for (const { version } of sql.versions.all()) {
        try {
          const header = readHeader(String(sql.header.get(Number(version))?.header));
          const { snapshot, leftOut } = await readParts(header, partsOf(header.version));
          if (leftOut > 0) problems.push(leftOutSentence(header.version, leftOut));
          return { snapshot, problems };
        } catch (error) {
          if (!(error instanceof SnapshotDamaged)) throw error;
          problems.push(damagedSentence(Number(version)));
          await inOneStep(() => drop(Number(version)));
        }
      }
      return { snapshot: undefined, problems };
    },
    saveHistory: (changed, forgotten) =>
      inOneStep(async () => {
        await each(changed, (entry) => sql.putEntry.run(proxyKey(entry.address), sealed(entryText(entry))));
        await each(forgotten, (key) => sql.dropEntry.run(key));
      }),
    async loadHistory(hand) {
      let [damaged, rows] = [0, 0];
      for (const { body } of sql.entries.iterate()) {
        const entry = readEntry(unsealed(body) ?? '');
        if (entry === undefined) damaged += 1;
        else hand(entry);
        rows += 1;
        if (rows % ROWS_AT_ONCE === 0) await turn();
      }
      return { damaged };
    },
    saveRun: (report) =>
      inOneStep(() => {
        sql.putRun.run(report.id, sealed(runText(report)));
        sql.trimRuns.run(MOST_RUNS);
      }),
    async runs(most) {
      return sql.runs.all(most).flatMap(({ body }) => readRun(unsealed(body) ?? '') ?? []);
    },
    async close() {
      database.close();
    },
  };
}
