/** Runs every check of the repository and prints each problem as `file:line: sentence`. Exit code 1 if there is any. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cycleProblems } from './cycles.ts';
import { makePages, stalePages } from './docs/pages.ts';
import { importProblems } from './imports.ts';
import { lengthProblems } from './lengths.ts';
import { lockProblems, type Manifest } from './lock.ts';
import { pairProblems } from './pairs.ts';
import { formatProblem, readRepository } from './repository.ts';
import { wordProblems } from './words.ts';

const root = dirname(import.meta.dirname);
const files = readRepository(root);
const manifests = files
  .filter(({ path }) => /^(?:[^/]+\/)?package\.json$/.test(path))
  .map(({ path, text }): Manifest => ({ folder: dirname(path) === '.' ? '' : dirname(path), ...JSON.parse(text) }));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const problems = [
  ...importProblems(files),
  ...cycleProblems(files),
  ...pairProblems(files),
  ...wordProblems(files, root),
  ...lengthProblems(files),
  ...stalePages(await makePages(), (path) => files.find((file) => file.path === path)?.text),
  ...lockProblems(lock, manifests).map((sentence) => ({ file: 'package-lock.json', line: 1, sentence })),
];
for (const problem of problems) console.log(formatProblem(problem));
console.log(`check: ${files.length} files, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;
