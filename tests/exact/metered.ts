/** What Atlantic counted: its usage in the database, billed or not, by credential. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type Octets, same, sum } from './octets.ts';

/** By the credential's name; the empty name has what belongs to nobody. */
export type Metered = ReadonlyMap<string, Octets>;

export interface MeterReader extends Disposable {
  readonly read: () => Metered;
  /**
   * What was counted once nothing changes any more: as soon as the growth since `before` is `expected`, else when it has
   * been the same for longer than reports and closing connections take. Rejects when it never comes to rest.
   */
  readonly settled: (before: Metered, expected?: Octets) => Promise<Metered>;
}

const QUERY = `
  select coalesce(credential.name, '') as name, sum(bytes_up) as up, sum(bytes_down) as down
  from usage_hour left join credential on credential.id = usage_hour.credential group by 1`;

const LOOK_MILLISECONDS = 100;
/** Planes report once a second, and a connection that was refused is read on for two. */
const QUIET_MILLISECONDS = 4_500;
const MOST_MILLISECONDS = 60_000;

/** Opens the database of a running control for reading. */
export function openMeter(file: string): MeterReader {
  const database = new DatabaseSync(file, { readOnly: true });
  const query = database.prepare(QUERY);
  const read = (): Metered =>
    new Map(query.all().map(({ name, up, down }) => [String(name), { up: Number(up), down: Number(down) }]));
  return {
    read,
    async settled(before, expected) {
      const start = sum(before.values());
      const wanted = expected && sum([start, expected]);
      const deadline = performance.now() + MOST_MILLISECONDS;
      let [last, since] = [start, performance.now()];
      for (;;) {
        const metered = read();
        const total = sum(metered.values());
        const now = performance.now();
        if (!same(total, last)) [last, since] = [total, now];
        if ((wanted && same(total, wanted)) || now - since > QUIET_MILLISECONDS) return metered;
        if (now > deadline) throw new Error(`usage still changes after ${MOST_MILLISECONDS / 1000} s`);
        await pause(LOOK_MILLISECONDS);
      }
    },
    [Symbol.dispose]: () => database.close(),
  };
}
