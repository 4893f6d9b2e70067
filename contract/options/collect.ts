/** Names and values as they were written, made into options by the table. */
import type { AtlanticError } from '../errors.ts';
import { duplicateOption, excludedOption, lonelyOption, malformedOption, unknownOption } from './option-error.ts';
import { OPTION_RULES, type OptionKey, type OptionRule, type RequestOptions } from './table.ts';

export interface GivenOption {
  readonly name: string;
  /** Undefined: the name stands alone. */
  readonly value: string | undefined;
}

export type CollectedOptions = { readonly options: RequestOptions } | { readonly error: AtlanticError };

type Values = Map<OptionKey, RequestOptions[OptionKey]>;

const RULES: ReadonlyMap<string, OptionRule> = new Map(OPTION_RULES.map((rule) => [rule.name, rule]));

/** The first of the options given that another one contradicts, or that lacks the one it needs. */
function conflict(given: ReadonlyMap<string, string>): AtlanticError | undefined {
  const present = OPTION_RULES.flatMap(({ name, needs, relations }) => {
    const value = given.get(name);
    return value === undefined ? [] : [{ name, needs, ...relations?.[value] }];
  });
  for (const { name, excludes = [] } of present) {
    const other = excludes.find((excluded) => given.has(excluded));
    if (other !== undefined) return excludedOption(name, other);
  }
  const lonely = present.find(({ needs }) => needs !== undefined && !given.has(needs));
  return lonely?.needs === undefined ? undefined : lonelyOption(lonely.name, lonely.needs);
}

/**
 * The options, which nobody can change, or the first thing that is wrong: `option_unknown`, `option_malformed` or
 * `option_duplicate` in the order given, then `option_conflict`.
 */
export function collectOptions(given: readonly GivenOption[]): CollectedOptions {
  const texts = new Map<string, string>();
  const values: Values = new Map();
  for (const { name, value } of given) {
    const rule = RULES.get(name);
    if (!rule) return { error: unknownOption(name) };
    if (texts.has(name)) return { error: duplicateOption(name) };
    const parsed = value === undefined ? undefined : rule.parse(value);
    if (value === undefined || parsed === undefined) return { error: malformedOption(rule, value) };
    texts.set(name, value);
    values.set(rule.key, parsed);
  }
  const error = conflict(texts);
  // The rows tie each value to its key (table.ts), which a Map cannot express.
  return error ? { error } : { options: Object.freeze(Object.fromEntries(values)) as RequestOptions };
}
