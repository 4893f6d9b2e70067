/** What of the sessions goes into the next report: those that began, moved or ended at once, mere use now and then. */
import { MOST_SESSIONS_REPORTED, type SessionChanges, type SessionReport } from '@atlantic/contract/plane-session.ts';
import type { SessionRecord } from '@atlantic/kernel/pool/session-table.ts';
import { endOf, type SessionName } from '@atlantic/kernel/pool/session-word.ts';

/** How old the last use of a session may be that control knows of. */
export const USE_EVERY_MS = 10_000;

export interface SessionReports {
  changed(name: SessionName, record: SessionRecord | undefined, now: number): void;
  /** Undefined: there is nothing to say. */
  take(now: number): SessionChanges | undefined;
  /** Control has this report. */
  sent(changes: SessionChanges | undefined, now: number): void;
}

interface Owed {
  name: SessionName;
  record: SessionRecord | undefined;
  due: number;
}

const keyOf = ({ credential, session }: SessionName): string => `${credential} ${session}`;
/** What control must hear of at once when it is another. */
const shapeOf = ({ life, since, last, limits }: SessionRecord): string =>
  [life, since, last, limits.lifetimeMs, limits.idleMs].join(' ');

function reportOf({ credential, session, last, since, usedAt, limits, requests }: SessionRecord): SessionReport {
  const endsAt = endOf({ since, usedAt }, limits);
  const at = last && { pool: last[0], exit: last[1] };
  return { credential, session, ...at, since, usedAt, requests, ...(endsAt !== undefined && { endsAt }) };
}

/** It remembers as many sessions as the table has, which tells of those that it forgets. */
export function createSessionReports(): SessionReports {
  /** What is not said yet. */
  const owed = new Map<string, Owed>();
  const told = new Map<string, { shape: string; at: number }>();

  return {
    changed(name, record, now) {
      const key = keyOf(name);
      const before = told.get(key);
      // Nobody has heard of it, and nobody needs to.
      if (!record && !before) return void owed.delete(key);
      const isNew = !record || before?.shape !== shapeOf(record);
      owed.set(key, { name, record, due: isNew || !before ? now : before.at + USE_EVERY_MS });
    },
    take(now) {
      const changed: SessionReport[] = [];
      const gone: SessionName[] = [];
      for (const { name, record, due } of owed.values()) {
        if (due > now) continue;
        if (record && changed.length < MOST_SESSIONS_REPORTED) changed.push(reportOf(record));
        if (!record && gone.length < MOST_SESSIONS_REPORTED)
          gone.push({ credential: name.credential, session: name.session });
        if (changed.length >= MOST_SESSIONS_REPORTED || gone.length >= MOST_SESSIONS_REPORTED) break;
      }
      return changed.length + gone.length === 0 ? undefined : { changed, gone };
    },
    sent(changes, now) {
      for (const report of changes?.changed ?? []) {
        const key = keyOf(report);
        const record = owed.get(key)?.record;
        if (!record) continue;
        told.set(key, { shape: shapeOf(record), at: now });
        // It may have changed while the report was on its way.
        if (record.usedAt === report.usedAt && record.requests === report.requests) owed.delete(key);
      }
      for (const name of changes?.gone ?? []) {
        told.delete(keyOf(name));
        if (!owed.get(keyOf(name))?.record) owed.delete(keyOf(name));
      }
    },
  };
}
