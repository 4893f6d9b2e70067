/** What the checks read: every text file of the repository, and what they answer with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly sentence: string;
}

/** Folders that hold what is installed or produced, wherever they are. */
const PRODUCED = new Set(['.git', 'node_modules', 'coverage', 'dist']);
/** Paths that are data: a start's data directory, the lockfile (it has a check of its own), measured results. */
const DATA = new Set(['data', 'package-lock.json', 'bench/results']);
const TEXT =
  /\.(?:[cm]?[jt]sx?|json|md|ya?ml|html|css|sh|txt)$|(?:^|\/)(?:\.ci\/run|LICENSE|\.editorconfig|Dockerfile)$/;

function pathsUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (PRODUCED.has(entry.name) || DATA.has(path)) return [];
    if (entry.isDirectory()) return pathsUnder(root, path);
    return entry.isFile() && TEXT.test(path) ? [path] : [];
  });
}

/** Every text file under `root`, in path order. */
export const readRepository = (root: string): SourceFile[] =>
  pathsUnder(root, '')
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

export const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
export const isTest = (path: string): boolean => /\.test\.[jt]sx?$/.test(path);
/** A file that serves tests alone: a program they start, or a part they put together. */
export const isFixture = (path: string): boolean => path.includes('/fixture/');

export const formatProblem = ({ file, line, sentence }: Problem): string => `${file}:${line}: ${sentence}`;
