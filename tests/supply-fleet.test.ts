/** A fleet of 2,000 proxies of which everything is known: the short form of `npm run bench -- supply`. */
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { startChild } from './kit/child.ts';
import { within } from './kit/deadline.ts';
import { findProgram } from './kit/program.ts';

const BENCH = join(dirname(import.meta.dirname), 'bench', 'main.ts');
const SECONDS = 55;

// The fleet is compiled on the spot.
it.skipIf(process.platform !== 'linux' || !findProgram('gcc'))('judges every proxy of a fleet rightly', async () => {
  await using bench = startChild(process.execPath, [BENCH, 'supply', '--quick']);
  const { code } = await within(SECONDS, 'the bench', bench.exited);
  expect({ code, err: code === 0 ? '' : bench.stderr() }).toEqual({ code: 0, err: '' });
  expect(bench.stdout().toString()).toContain('2,000: judged as the truth table says: 2000');
});
