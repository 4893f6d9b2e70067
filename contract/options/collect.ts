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

/** The first of `rules` that another option contradicts, or that lacks the one it needs. */
function conflict(rules: ReadonlySet<string>): AtlanticError | undefined {
  const present = OPTION_RULES.filter(({ name }) => rules.has(name));
  for (const { name, excludes = [] } of present) {
    const other = excludes.find((excluded) => rules.has(excluded));
    if (other !== undefined) return excludedOption(name, other);
  }
  const lonely = present.find(({ needs }) => needs !== undefined && !rules.has(needs));
  return lonely?.needs === undefined ? undefined : lonelyOption(lonely.name, lonely.needs);
}

/**
 * The options, which nobody can change, or the first thing that is wrong: `option_unknown`, `option_malformed` or
 * `option_duplicate` in the order given, then `option_conflict`.
 */
export function collectOptions(given: readonly GivenOption[]): CollectedOptions {
  const names = new Set<string>();
  const values: Values = new Map();
  for (const { name, value } of given) {
    const rule = RULES.get(name);
    if (!rule) return { error: unknownOption(name) };
    if (names.has(name)) return { error: duplicateOption(name) };
    const parsed = value === undefined ? undefined : rule.parse(value);
    if (parsed === undefined) return { error: malformedOption(rule, value) };
    names.add(name);
    values.set(rule.key, parsed);
  }
  const error = conflict(names);
  // The rows tie each value to its key (table.ts), which a Map cannot express.
  return error ? { error } : { options: Object.freeze(Object.fromEntries(values)) as RequestOptions };
}
