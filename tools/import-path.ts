/** From the text of an import to what it means: a file of this repository, a package, or a module of Node's own. */
import { posix } from 'node:path';

export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly relative: boolean }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin'; readonly name: string };

/** `specifier` as a file at `from` would reach it. A scoped package keeps its scope; deeper paths are dropped. */
export function targetOf(from: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier), relative: true };
  }
  if (specifier.startsWith('@atlantic/')) {
    return { kind: 'file', path: specifier.slice('@atlantic/'.length), relative: false };
  }
  if (specifier.startsWith('node:')) return { kind: 'builtin', name: specifier };
  const parts = specifier.split('/');
  return { kind: 'package', name: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

/** The first folder of a path; the empty string for files of the root. */
export const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
