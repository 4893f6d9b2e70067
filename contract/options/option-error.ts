/** What is wrong with a client's options, said in a way that names the option. */
import { nearest } from '../config/nearest.ts';
import { AtlanticError } from '../errors.ts';
import { OPTION_RULES, type OptionRule } from './table.ts';

/** Characters of the client's own text that are shown again. */
const MOST_SHOWN = 40;

/** The client's text in quotes, cut, and without what would disturb a terminal. */
export function quoted(text: string): string {
  const start = [...text.slice(0, 2 * MOST_SHOWN)].slice(0, MOST_SHOWN).join('');
  return `"${start.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '?')}${start.length < text.length ? '…' : ''}"`;
}

export function unknownOption(name: string): AtlanticError {
  const names = OPTION_RULES.map((rule) => rule.name);
  const near = nearest(name, names);
  const hint = near === undefined ? `The options are ${names.join(', ')}.` : `Did you mean ${near}?`;
  return new AtlanticError('option_unknown', { detail: `There is no option ${quoted(name)}. ${hint}` });
}

/** `value` is undefined when nothing stands where it should. */
export function malformedOption({ name, values }: OptionRule, value: string | undefined): AtlanticError {
  const found = value === undefined ? 'it has no value' : `it is ${quoted(value)}`;
  return new AtlanticError('option_malformed', { detail: `The option ${name} must be ${values}; ${found}.` });
}

export const duplicateOption = (name: string): AtlanticError =>
  new AtlanticError('option_duplicate', { detail: `It is the option ${name}.` });

/** The client asks for what the listener it came through, or its credential, has decided. */
export const presetOption = (name: string): AtlanticError =>
  new AtlanticError('option_duplicate', {
    detail: `It is the option ${name}, which the listener or the credential sets.`,
  });

export const excludedOption = (name: string, other: string): AtlanticError =>
  new AtlanticError('option_conflict', { detail: `The option ${name} contradicts ${other}.` });

export const lonelyOption = (name: string, needed: string): AtlanticError =>
  new AtlanticError('option_conflict', { detail: `The option ${name} needs ${needed}.` });
