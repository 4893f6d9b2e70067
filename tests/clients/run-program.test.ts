import { expect, it } from 'vitest';
import { runProgram, versionOf } from './run-program.ts';

it('gives a program its input and nothing of ours that would lead it elsewhere', async () => {
  process.env.https_proxy = 'http://elsewhere.example:1';
  try {
    const script = 'cat; echo "$(printenv https_proxy || echo none) $ADDED" >&2; exit 3';
    const ended = await runProgram('/bin/sh', ['-c', script], { input: 'task', env: { ADDED: 'more' } });
    expect(ended).toEqual({ code: 3, stdout: Buffer.from('task'), stderr: 'none more\n' });
  } finally {
    delete process.env.https_proxy;
  }
});

it('finds the version in what a program prints, on either output', async () => {
  expect(await versionOf('/bin/sh', ['-c', 'echo "GNU Thing 1.21.3 built on 64 bit" >&2'])).toBe('1.21.3');
  expect(await versionOf('/bin/sh', ['-c', 'echo none'])).toBe('unknown');
});
