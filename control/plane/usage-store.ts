/** Marks, hourly usage and charges in the database. */
import type { Counters } from '@atlantic/contract/plane.ts';
import type { CounterColumns, Database } from '../db/schema.ts';
import type { Amounts } from './grant-rules.ts';
import type { EpochKey } from './store.ts';
import { type Advance, type Spending, slotName } from './usage-rules.ts';

/** Rows written or looked up by one statement; SQLite takes 32,766 parameters. */
const BATCH = 500;

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}

const toColumns = ({ bytesUp, bytesDown, ...rest }: Counters): CounterColumns => ({
  ...rest,
  bytes_up: bytesUp,
  bytes_down: bytesDown,
});

/** The marks of these slots, by slot name. */
export async function readMarks(
  db: Database,
  { plane, epoch }: EpochKey,
  slots: readonly { ledger: string; slot: number }[],
): Promise<Map<string, Counters>> {
  const marks = new Map<string, Counters>();
  for (const [ledger, ofLedger] of Map.groupBy(slots, (slot) => slot.ledger)) {
    for (const batch of batches(ofLedger)) {
      const numbers = batch.map(({ slot }) => slot);
      const rows = await db
        .selectFrom('usage_mark')
        .selectAll()
        .where('plane', '=', plane)
        .where('epoch', '=', epoch)
        .where('ledger', '=', ledger)
        .where('slot', 'in', numbers)
        .execute();
      for (const row of rows) {
        const { ok, refused, failed, abandoned, admitted, bytes_up: bytesUp, bytes_down: bytesDown } = row;
        marks.set(slotName(row), { bytesUp, bytesDown, admitted, ok, refused, failed, abandoned });
      }
    }
  }
  return marks;
}

/** Sets the marks of these slots; the last of a slot counts. */
export async function saveMarks(db: Database, { plane, epoch }: EpochKey, advances: readonly Advance[]): Promise<void> {
  const last = new Map(advances.map((advance) => [slotName(advance.slot), advance]));
  for (const batch of batches([...last.values()])) {
    await db
      .insertInto('usage_mark')
      .values(
        batch.map(({ slot, mark }) => ({ plane, epoch, ledger: slot.ledger, slot: slot.slot, ...toColumns(mark) })),
      )
      .onConflict((conflict) =>
        conflict.columns(['plane', 'epoch', 'ledger', 'slot']).doUpdateSet(({ ref }) => ({
          bytes_up: ref('excluded.bytes_up'),
          bytes_down: ref('excluded.bytes_down'),
          admitted: ref('excluded.admitted'),
          ok: ref('excluded.ok'),
          refused: ref('excluded.refused'),
          failed: ref('excluded.failed'),
          abandoned: ref('excluded.abandoned'),
        })),
      )
      .execute();
  }
}

/** Adds to the usage of one hour. */
export async function addToHour(db: Database, hour: number, spending: readonly Spending[]): Promise<void> {
  for (const batch of batches(spending)) {
    await db
      .insertInto('usage_hour')
      .values(batch.map(({ key, fresh }) => ({ hour, ...key, ...toColumns(fresh) })))
      .onConflict((conflict) =>
        conflict.columns(['hour', 'credential', 'pool', 'country', 'protocol']).doUpdateSet((eb) => {
          const plus = (column: keyof CounterColumns) => eb(`usage_hour.${column}`, '+', eb.ref(`excluded.${column}`));
          return {
            bytes_up: plus('bytes_up'),
            bytes_down: plus('bytes_down'),
            admitted: plus('admitted'),
            ok: plus('ok'),
            refused: plus('refused'),
            failed: plus('failed'),
            abandoned: plus('abandoned'),
          };
        }),
      )
      .execute();
  }
}

/**
 * Charges a credential, deleted or not, and its account, and notes the spending on the epoch's grant, also where nothing was granted.
 * A credential this database does not know is charged nowhere.
 */
export async function charge(
  db: Database,
  { plane, epoch }: EpochKey,
  credential: string,
  { bytes, requests }: Amounts,
): Promise<void> {
  const charged = await db
    .updateTable('credential')
    .set((eb) => ({
      used_bytes: eb('used_bytes', '+', bytes),
      used_requests: eb('used_requests', '+', requests),
    }))
    .where('id', '=', credential)
    .executeTakeFirst();
  if (charged.numUpdatedRows === 0n) return;
  await db
    .updateTable('account')
    .set((eb) => ({
      used_bytes: eb('used_bytes', '+', bytes),
      used_requests: eb('used_requests', '+', requests),
    }))
    .where('id', '=', (eb) => eb.selectFrom('credential').select('account').where('id', '=', credential))
    .execute();
  await db
    .insertInto('plane_grant')
    .values({
      plane,
      epoch,
      credential,
      granted_bytes: 0,
      granted_requests: 0,
      used_bytes: bytes,
      used_requests: requests,
    })
    .onConflict((conflict) =>
      conflict.columns(['plane', 'epoch', 'credential']).doUpdateSet((eb) => ({
        used_bytes: eb('plane_grant.used_bytes', '+', bytes),
        used_requests: eb('plane_grant.used_requests', '+', requests),
      })),
    )
    .execute();
}
