/** Turns what the schema library says about a value into a problem that a person can act on. */
import type { z } from 'zod';
import { allowedKeys } from './allowed-keys.ts';
import { nearest } from './nearest.ts';
import { type ConfigPath, valueAt } from './path.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { configSchema } from './schema.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
};

const pathOf = (issue: Issue): ConfigPath => issue.path.map((part) => (typeof part === 'number' ? part : String(part)));

/** What stands there instead, where the value itself is not shown. */
function instead(value: unknown): string {
  if (Array.isArray(value)) return ', not a list';
  if (typeof value === 'object' && value !== null) return ', not a block of keys';
  return '';
}

function wrongType(expected: string, value: unknown): string {
  const type = TYPES[expected] ?? expected;
  if (value === undefined) return `is missing; it must be ${type}`;
  const quotes = expected === 'string' && typeof value !== 'object' ? '; put it in quotes' : '';
  return `must be ${type}${instead(value)}${quotes}`;
}

function outOfRange(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [least, bound] = issue.code === 'too_small' ? ['least', issue.minimum] : ['most', issue.maximum];
  if (issue.origin === 'array') return `must have at ${least} ${bound} ${Number(bound) === 1 ? 'entry' : 'entries'}`;
  if (issue.origin === 'string') return `must have at ${least} ${bound} character${Number(bound) === 1 ? '' : 's'}`;
  return `must be at ${least} ${bound}`;
}

/** What the option of a union has against the value whose type it shares; undefined when the value has the type of none. */
const tellingIssues = (issue: z.core.$ZodIssueInvalidUnion): Issue[] | undefined =>
  issue.errors.find(([first]) => first && (first.code !== 'invalid_type' || first.path.length > 0));

/** What the options of a union expect, in their order: `a number or text`. */
function expectedTypes({ errors }: z.core.$ZodIssueInvalidUnion): string {
  const types = errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? [TYPES[first.expected] ?? first.expected] : [],
  );
  return [...new Set(types)].join(' or ');
}

function message(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type') return wrongType(issue.expected, value);
  if (issue.code === 'too_big' || issue.code === 'too_small') return outOfRange(issue);
  return issue.code === 'invalid_union' ? `must be ${expectedTypes(issue)}${instead(value)}` : issue.message;
}

/** The values allowed at the place of an issue, where they are few and known. */
function choices(issue: Issue): string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue) return issue.options?.map(String);
  return undefined;
}

/**
 * One problem for each thing the issue is about: an issue of unknown keys may name several. `schema` is the one that
 * found it.
 */
export function problemsOfIssue(source: ConfigSource, issue: Issue, schema: z.ZodType = configSchema): ConfigProblem[] {
  const path = pathOf(issue);
  const telling = issue.code === 'invalid_union' && tellingIssues(issue);
  if (telling)
    return telling.flatMap((inner) =>
      problemsOfIssue(source, { ...inner, path: [...issue.path, ...inner.path] }, schema),
    );
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(schema, source.data, path);
    const text = `is not a key here; the keys are ${listed(allowed)}`;
    // The value of a misspelt key may be a secret, so it is not shown.
    return issue.keys.map((key) =>
      problemAt(source, [...path, key], text, { allowed, nearest: nearest(key, allowed), value: undefined }),
    );
  }
  const value = valueAt(source.data, path);
  const allowed = choices(issue);
  if (!allowed) return [problemAt(source, path, message(issue, value))];
  if (value === undefined)
    return [problemAt(source, path, `is missing; it must be one of ${listed(allowed)}`, { allowed })];
  const meant = nearest(String(value), allowed);
  return [problemAt(source, path, `is not one of ${listed(allowed)}`, { allowed, nearest: meant })];
}
