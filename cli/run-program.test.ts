import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('gives the exit code of what it ran, and 1 for what was killed', async () => {
  const entry = join(folder, 'program.mjs');
  writeFileSync(
    entry,
    'if (process.argv[2] === "die") process.kill(process.pid, "SIGKILL"); process.exit(Number(process.argv[2]));',
  );
  expect(await runProgram(entry, ['7'])).toBe(7);
  expect(await runProgram(entry, ['die'])).toBe(1);
});
