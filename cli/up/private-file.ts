/** Files that hold secrets or lead to them: readable by their owner only, and never half written. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes `value` as JSON with mode 0600: a reader sees the whole file or none. */
export function writePrivateJson(path: string, value: unknown): void {
  const part = `${path}.${process.pid}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true });
  renameSync(part, path);
}
