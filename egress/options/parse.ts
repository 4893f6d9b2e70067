/** What a client asks for besides its target, by user name and by header. docs/options.md is the reader's side of it. */
import type { AtlanticError } from '@atlantic/contract/errors.ts';
import { collectOptions, type GivenOption } from '@atlantic/contract/options/collect.ts';
import { presetOption } from '@atlantic/contract/options/option-error.ts';
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import { splitUsername } from '@atlantic/contract/options/username.ts';
import { type HeaderList, headerValues } from '@atlantic/wire/http-header.ts';
import { OPTION_HEADER, readOptionHeader } from './header.ts';

/** The user name is known even where the options are wrong, so that who asks can be established first. */
export type ParsedUsername =
  | { readonly username: string; readonly given: readonly GivenOption[] }
  | { readonly username: string; readonly error: AtlanticError };

/** Before anybody has said who it is. */
export const NOBODY_ASKED: ParsedUsername = { username: '', given: [] };

/**
 * Takes the options off a user name, and adds those of every `Proxy-Options` field of the request; SOCKS5 has none. What
 * they say is not looked at yet. Error: `option_malformed` for a field that cannot be read.
 */
export function parseUsername(text: string, headers: HeaderList = []): ParsedUsername {
  const { username, given } = splitUsername(text);
  const header = readOptionHeader(headerValues(headers, OPTION_HEADER));
  return 'error' in header ? { username, error: header.error } : { username, given: [...given, ...header.given] };
}

/**
 * The options of a parsed user name, and those that its listener and its credential have `preset`. Together they are one
 * set: an option of one may need an option of the other, and none may stand in two. Ask only once the user name has been
 * proved. Throws `option_unknown`, `option_malformed`, `option_duplicate`, `option_conflict`; the detail names the option.
 */
export function optionsOf(parsed: ParsedUsername, preset: readonly GivenOption[] = []): RequestOptions {
  if ('error' in parsed) throw parsed.error;
  const twice = preset.find(({ name }) => parsed.given.some((option) => option.name === name));
  if (twice) throw presetOption(twice.name);
  const collected = collectOptions([...preset, ...parsed.given]);
  if ('error' in collected) throw collected.error;
  return collected.options;
}
