/** All that the schema has against some data, also where it stops looking by itself. */
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { type ConfigPath, valueAt } from './path.ts';
import { configSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;
type UnknownKind = z.core.$ZodIssueInvalidUnion & { options: z.core.util.Primitive[] };

const isUnknownKind = (issue: Issue): issue is UnknownKind => issue.code === 'invalid_union' && 'options' in issue;

/** Puts the likeliest kind in place of the wrong one: the nearest, or the last, which has the most keys. */
function assumeKind(data: unknown, { path, options }: UnknownKind): void {
  const names = options.map(String);
  const key = String(path.at(-1));
  const entry = valueAt(data, path.slice(0, -1) as ConfigPath);
  if (typeof entry !== 'object' || entry === null) return;
  (entry as Record<string, unknown>)[key] = nearest(String(valueAt(entry, [key])), names) ?? names.at(-1);
}

/**
 * Every issue of `data`. An entry of unknown kind is not looked into by the schema; a second reading that assumes the
 * likeliest kind finds what else is wrong with it. What such an entry lacks depends on the guess, so it is not said.
 */
export function everyIssue(data: unknown): Issue[] {
  const issues = configSchema.safeParse(data).error?.issues ?? [];
  const unknownKinds = issues.filter(isUnknownKind);
  if (unknownKinds.length === 0) return issues;
  const assumed = structuredClone(data);
  for (const issue of unknownKinds) assumeKind(assumed, issue);
  const guessed = new Set(unknownKinds.map(({ path }) => path.slice(0, -1).join('.')));
  const isGuess = ({ path }: Issue): boolean =>
    guessed.has(path.slice(0, -1).join('.')) && valueAt(data, path as ConfigPath) === undefined;
  const others = configSchema.safeParse(assumed).error?.issues ?? [];
  return [...unknownKinds, ...others.filter((issue) => !isGuess(issue))];
}
