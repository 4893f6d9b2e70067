/** The store in PostgreSQL: four tables whose names begin with `atlantic_supply_`, made when they are not there. */
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import { Pool, type PoolClient } from 'pg';
import { entryText, readEntry, readRun, runText } from './entry-text.ts';
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

/** For a connection, and for each statement. */
const DEADLINE_MS = 10_000;
/** Calls come one after the other; one more, so that a connection that hangs does not keep out the next. */
const MOST_CONNECTIONS = 2;
const ROWS_AT_ONCE = 1_000;
/** Of snapshots: the newest, and the one before it. */
const GENERATIONS = 2;

/** The collation makes the order of keys the same everywhere, so that they can be read page by page. */
const SCHEMA = `
  create table if not exists atlantic_supply_snapshot (version bigint primary key, header text not null);
  create table if not exists atlantic_supply_part (
    version bigint not null, number integer not null, body text not null, primary key (version, number)
  );
  create table if not exists atlantic_supply_history (key text collate "C" primary key, body text not null);
  create table if not exists atlantic_supply_run (
    number bigint generated always as identity primary key, id text not null unique, body text not null
  );
`;

/** Rejects when the database cannot be reached or its tables cannot be made. */
export async function openPostgresStore(url: string): Promise<SupplyStore> {
  const pool = new Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: DEADLINE_MS,
    query_timeout: DEADLINE_MS,
    statement_timeout: DEADLINE_MS,
    idle_in_transaction_session_timeout: DEADLINE_MS,
    application_name: 'atlantic-supply',
  });
  // An idle connection that breaks is replaced at the next call, which is the one to complain when there is none.
  pool.on('error', () => {});
  try {
    await pool.query(SCHEMA);
  } catch (error) {
    await pool.end();
    throw error;
  }

  async function inOneStep(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await work(client);
      await client.query('commit');
      client.release();
    } catch (error) {
      // Its end takes the transaction back, whatever state it is in.
      client.release(true);
      throw error;
    }
  }

  const drop = async (client: PoolClient, versions: string): Promise<void> => {
    await client.query(`delete from atlantic_supply_part where version in (${versions})`);
    await client.query(`delete from atlantic_supply_snapshot where version in (${versions})`);
  };

  async function* partsOf(version: number): AsyncGenerator<string> {
    for (let number = 0; ; number++) {
      const { rows } = await pool.query<{ body: string }>(
        'select body from atlantic_supply_part where version = $1 and number = $2',
        [version, number],
      );
      if (rows[0] === undefined) return;
      yield rows[0].body;
    }
  }

  return {
    saveSnapshot: (snapshot) =>
      inOneStep(async (client) => {
        const { version } = snapshot;
        await drop(client, String(version));
        let number = 0;
        const header = await writeParts(snapshot, (part) =>
          client.query('insert into atlantic_supply_part values ($1, $2, $3)', [version, number++, part]),
        );
        await client.query('insert into atlantic_supply_snapshot values ($1, $2)', [version, headerText(header)]);
        await drop(client, `select version from atlantic_supply_snapshot order by version desc offset ${GENERATIONS}`);
      }),
    async loadSnapshot() {
      const problems: string[] = [];
      const { rows } = await pool.query<{ version: string; header: string }>(
        'select version, header from atlantic_supply_snapshot order by version desc',
      );
      for (const { version, header } of rows) {
        try {
          const { snapshot, leftOut } = await readParts(readHeader(header), partsOf(Number(version)));
          if (leftOut > 0) problems.push(leftOutSentence(snapshot.version, leftOut));
          return { snapshot, problems };
        } catch (error) {
          if (!(error instanceof SnapshotDamaged)) throw error;
          problems.push(damagedSentence(Number(version)));
          await inOneStep((client) => drop(client, version));
        }
      }
      return { snapshot: undefined, problems };
    },
    saveHistory: (changed, forgotten) =>
      inOneStep(async (client) => {
        for (let at = 0; at < changed.length; at += ROWS_AT_ONCE) {
          const some = changed.slice(at, at + ROWS_AT_ONCE);
          await client.query(
            `insert into atlantic_supply_history select * from unnest($1::text[], $2::text[])
             on conflict (key) do update set body = excluded.body`,
            [some.map(({ address }) => proxyKey(address)), some.map(entryText)],
          );
        }
        for (let at = 0; at < forgotten.length; at += ROWS_AT_ONCE) {
          const some = forgotten.slice(at, at + ROWS_AT_ONCE);
          await client.query('delete from atlantic_supply_history where key = any($1)', [some]);
        }
      }),
    async loadHistory(each) {
      let damaged = 0;
      for (let last = ''; ; ) {
        const { rows } = await pool.query<{ key: string; body: string }>(
          'select key, body from atlantic_supply_history where key > $1 order by key limit $2',
          [last, ROWS_AT_ONCE],
        );
        for (const { body } of rows) {
          const entry = readEntry(body);
          if (entry === undefined) damaged += 1;
          else each(entry);
        }
        if (rows.length < ROWS_AT_ONCE) return { damaged };
        last = rows.at(-1)?.key ?? '';
      }
    },
    saveRun: (report) =>
      inOneStep(async (client) => {
        await client.query('delete from atlantic_supply_run where id = $1', [report.id]);
        await client.query('insert into atlantic_supply_run (id, body) values ($1, $2)', [report.id, runText(report)]);
        await client.query(
          `delete from atlantic_supply_run
           where number <= (select number from atlantic_supply_run order by number desc limit 1 offset $1)`,
          [MOST_RUNS],
        );
      }),
    async runs(most) {
      const { rows } = await pool.query<{ body: string }>(
        'select body from atlantic_supply_run order by number desc limit $1',
        [most],
      );
      return rows.flatMap(({ body }) => readRun(body) ?? []);
    },
    close: () => pool.end(),
  };
}
