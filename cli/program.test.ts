import { describe, expect, it } from 'vitest';
import { atlantic } from './fixture/shell.ts';

const credential = ['create', 'list', 'update', 'rotate', 'pause', 'resume', 'delete'].map((verb) => [
  'credential',
  verb,
]);
const leaves = [
  ['up'],
  ['status'],
  ...credential,
  ['usage'],
  ['pool', 'list'],
  ['endpoint', 'import'],
  ['endpoint', 'list'],
  ['endpoint', 'delete'],
  ['feed', 'list'],
  ['feed', 'add'],
  ['feed', 'test'],
  ['feed', 'pause'],
  ['supply', 'run'],
  ['supply', 'status'],
  ['supply', 'history'],
  ['supply', 'proxies'],
  ['session', 'new'],
  ['session', 'list'],
  ['session', 'rotate'],
  ['session', 'end'],
  ['config', 'check'],
  ['explain'],
];

describe('help', () => {
  it.each(leaves.map((words) => [words.join(' '), words]))('of %s has an example of it', async (name, words) => {
    const { out } = await atlantic([...words, '--help']);
    expect(out).toContain(`Example:\n  atlantic ${name}`);
    if (name !== 'up') expect(out).toContain('--json');
  });

  it.each(
    leaves.filter(([word]) => ['status', 'credential', 'usage', 'pool', 'endpoint'].includes(word ?? '')),
  )('of %s %s warns of the key on the command line', async (...words) => {
    const { out } = await atlantic([...words.filter((word) => typeof word === 'string'), '--help']);
    expect(out.replace(/\s+/g, ' ')).toContain('visible in the list of processes: better set ATLANTIC_API_KEY');
  });

  it('lists every command', async () => {
    const { out } = await atlantic(['--help']);
    for (const [word] of leaves) expect(out).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'));
    expect(out).toContain('Exit codes: 0 ok, 1 failed, 2 wrong usage');
  });
});

it('prints its version', async () => {
  expect((await atlantic(['--version'])).out).toMatch(/^\d+\.\d+\.\d+$/);
});
