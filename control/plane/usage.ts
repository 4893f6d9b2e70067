/** Applies a plane's usage report exactly once, in one transaction. */
import type { UsageReport } from '@atlantic/contract/plane.ts';
import type { Database } from '../db/schema.ts';
import { closeEpoch, type EpochKey, noteReport, openEpoch } from './store.ts';
import { advance, charges, hourOf, type Spending, sumByKey } from './usage-rules.ts';
import { addToHour, charge, readMarks, saveMarks } from './usage-store.ts';

/**
 * Counts what the report adds to what was seen of its epoch and returns it. A report of a closed epoch adds nothing:
 * everything was counted before it closed. The hour is that of `now`, milliseconds since 1970.
 */
export async function applyUsage(
  db: Database,
  plane: string,
  report: UsageReport,
  now: number,
): Promise<readonly Spending[]> {
  const key: EpochKey = { plane, epoch: report.epoch };
  return db.transaction().execute(async (step) => {
    await noteReport(step, plane, now);
    if ((await openEpoch(step, key)).closed) return [];

    const advances = advance(report.slots, await readMarks(step, key, report.slots));
    await saveMarks(step, key, advances);
    const spending = sumByKey(advances.map(({ slot, fresh }) => ({ key: slot.key, fresh })));
    await addToHour(step, hourOf(now), spending);
    for (const [credential, amounts] of charges(spending)) await charge(step, key, credential, amounts);

    if (report.closed) await closeEpoch(step, key, now);
    return spending;
  });
}
