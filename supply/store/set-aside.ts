/** Damaged files are kept for people to look at, under another name, and no more of them than a few. */
import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Of one file. */
const MOST_ASIDE = 3;

function nameAside(file: string, now: number): string {
  const aside = `${file}.damaged-${new Date(now).toISOString().replace(/[-:.]/g, '')}`;
  const folder = dirname(file);
  const start = `${basename(file)}.damaged-`;
  const names = readdirSync(folder).filter((name) => name.startsWith(start));
  const tooMany = names.sort().slice(0, Math.max(0, names.length + 1 - MOST_ASIDE));
  for (const name of tooMany) rmSync(join(folder, name), { recursive: true, force: true });
  return aside;
}

/** Renames `file` to `FILE.damaged-TIME`, which is the result; the oldest of that name go when there are too many. */
export function setAside(file: string, now: number): string {
  const aside = nameAside(file, now);
  renameSync(file, aside);
  return aside;
}

/** The same with a copy; undefined when there is no room for one. */
export function copyAside(file: string, now: number): string | undefined {
  const aside = nameAside(file, now);
  const half = `${file}.copying`;
  try {
    copyFileSync(file, half);
    renameSync(half, aside);
    return aside;
  } catch {
    rmSync(half, { recursive: true, force: true });
    return undefined;
  }
}
