import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkProviders } from './check-providers.ts';
import { formatProblem } from './problem.ts';
import { openSource } from './yaml-source.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-providers-'));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, 'broken.yaml'), 'title: 3\n');

const ACCOUNT = 'username: u, password: p';
const problems = (pool: string) =>
  checkProviders(openSource(`pools:\n  - { name: geo, kind: provider, ${pool} }\n`, join(directory, 'a.yaml')))
    .map(formatProblem)
    .map((line) => line.replaceAll(`${directory}/`, ''));

it.each([
  [`provider: oxylabs, ${ACCOUNT}`],
  [`provider: oxylabs, product: mobile, ${ACCOUNT}`],
  ['provider: apify, password: p'],
  [`provider: generic, endpoint: "gw.example:1", ${ACCOUNT}`],
  // The schema speaks of these.
  [`provider: 3, ${ACCOUNT}`],
  [ACCOUNT],
])('finds nothing wrong with %s', (pool) => expect(problems(pool)).toEqual([]));

it.each([
  [
    `provider: oxylab, ${ACCOUNT}`,
    'a.yaml:2: pools[0].provider: "oxylab" is not a provider known here; there are apify, brightdata, decodo, generic, iproyal, oxylabs, soax, soax-package, and ./FILE.yaml for one of your own. Did you mean "oxylabs"?',
  ],
  [
    `provider: oxylabs, product: resident, ${ACCOUNT}`,
    'a.yaml:2: pools[0].product: "resident" is not a product of oxylabs; there are residential, mobile. Did you mean "residential"?',
  ],
  ['provider: oxylabs, username: u', 'a.yaml:2: pools[0].password: is missing; Oxylabs knows you by it.'],
  ['provider: apify', 'a.yaml:2: pools[0].password: is missing; Apify Proxy knows you by it.'],
  [`provider: generic, ${ACCOUNT}`, 'a.yaml:2: pools[0].endpoint: is missing; generic has no address of its own.'],
  [`provider: ./none.yaml, ${ACCOUNT}`, 'none.yaml: cannot be read (ENOENT).'],
])('%s', (pool, expected) => expect(problems(pool)).toEqual([expected]));

it('names what is wrong in a description of one’s own, with its file and line', () => {
  expect(problems(`provider: ./broken.yaml, ${ACCOUNT}`)).toContain(
    'broken.yaml:1: title: 3 must be text; put it in quotes.',
  );
});
