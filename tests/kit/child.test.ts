import { expect, it } from 'vitest';
import { startChild } from './child.ts';
import { accepts } from './port.ts';

const node = (code: string) => startChild(process.execPath, ['-e', code]);

it('keeps what a program prints and how it ends', async () => {
  await using child = node('process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 3;');
  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect([child.stdout().toString(), child.stderr()]).toEqual(['out', 'err']);
});

it('ends a program that runs on, and what that one started', async () => {
  const listen =
    'require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) })';
  const child = startChild('/bin/sh', ['-c', `'${process.execPath}' -e '${listen}' & wait`]);
  await expect.poll(() => child.stdout().toString(), { timeout: 10_000 }).toMatch(/^\d+\n$/);
  const port = Number(child.stdout());
  expect(await accepts(port)).toBe(true);
  await child[Symbol.asyncDispose]();
  expect(await accepts(port)).toBe(false);
});

it('says when a program cannot be started', async () => {
  await using child = startChild('/nowhere/program', []);
  await expect(child.exited).rejects.toThrow('ENOENT');
});
