/** What earlier runs of the day have left, so that a storm can be blown again by itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './blow.ts';

/** The results in the file of that day in `folder`, without those of storms that have been blown again. */
export function earlierResults(folder: string, day: Date, again: readonly Result[]): Result[] {
  const file = join(folder, `${day.toISOString().slice(0, 10)}.json`);
  if (!existsSync(file)) return [];
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as { results: readonly Result[] };
  return results.filter(({ storm }) => !again.some((one) => one.storm === storm));
}
