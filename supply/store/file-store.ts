/** The store in files of one folder: snapshots, the history and the reports of runs. Only their owner may read them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import { entryText, readEntry, readRun, runText } from './entry-text.ts';
import { openRecordLog, type RecordLog } from './record-log.ts';
import { loadSnapshotFile, saveSnapshotFile } from './snapshot-files.ts';
import type { HistoryEntry, SupplyStore } from './store.ts';

function* changesOf(changed: readonly HistoryEntry[], forgotten: readonly string[]) {
  for (const entry of changed) yield [proxyKey(entry.address), entryText(entry)] as const;
  for (const key of forgotten) yield [key, undefined] as const;
}

async function openLogs(folder: string, now: () => number): Promise<[history: RecordLog, runs: RecordLog]> {
  const history = await openRecordLog(join(folder, 'history.log'), now);
  try {
    return [history, await openRecordLog(join(folder, 'runs.log'), now)];
  } catch (error) {
    await history.close();
    throw error;
  }
}

/** Rejects when the folder cannot be used. What is damaged is set aside and told by `loadSnapshot`. */
export async function openFileStore(folder: string, now: () => number): Promise<SupplyStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [history, runs] = await openLogs(folder, now);
  const opened = [history.problem, runs.problem].filter((problem) => problem !== undefined);
  const ids = new Set<string>();
  await runs.read((id) => ids.add(id));

  return {
    saveSnapshot: (snapshot) => saveSnapshotFile(folder, snapshot),
    async loadSnapshot() {
      const { snapshot, problems } = await loadSnapshotFile(folder, now);
      return { snapshot, problems: [...opened.splice(0), ...problems] };
    },
    saveHistory: (changed, forgotten) => history.append(changesOf(changed, forgotten)),
    async loadHistory(each) {
      let unreadable = 0;
      const { damaged } = await history.read((_, text) => {
        const entry = readEntry(text);
        if (entry === undefined) unreadable += 1;
        else each(entry);
      });
      return { damaged: damaged + unreadable };
    },
    async saveRun(report) {
      const kept = [...ids].filter((id) => id !== report.id);
      const tooMany = kept.slice(0, Math.max(0, kept.length + 1 - MOST_RUNS));
      await runs.append([[report.id, runText(report)], ...tooMany.map((id) => [id, undefined] as const)]);
      for (const id of [report.id, ...tooMany]) ids.delete(id);
      ids.add(report.id);
    },
    async runs(most) {
      const texts: string[] = [];
      await runs.read((_, text) => texts.push(text));
      const newest = texts.reverse().slice(0, most);
      return newest.flatMap((text) => readRun(text) ?? []);
    },
    async close() {
      await Promise.all([history.close(), runs.close()]);
    },
  };
}
