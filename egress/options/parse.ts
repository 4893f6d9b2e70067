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
  | { readonly username: string; readonly options: RequestOptions }
  | { readonly username: string; readonly error: AtlanticError };

/** Before anybody has said who it is. */
export const NOBODY_ASKED: ParsedUsername = { username: '', options: {} };

/**
 * Takes the options off a user name, and adds those of every `Proxy-Options` field of the request (SOCKS5 has none) and
 * those that the listener has `preset`. Together they are one set: an option of one may need an option of the other, and
 * none may stand in two.
 *
 * Errors: `option_unknown`, `option_malformed`, `option_duplicate`, `option_conflict`; the detail names the option.
 */
export function parseUsername(
  text: string,
  headers: HeaderList = [],
  preset: readonly GivenOption[] = [],
): ParsedUsername {
  const { username, given } = splitUsername(text);
  const header = readOptionHeader(headerValues(headers, OPTION_HEADER));
  if ('error' in header) return { username, error: header.error };
  const asked = [...given, ...header.given];
  const twice = preset.find(({ name }) => asked.some((option) => option.name === name));
  if (twice) return { username, error: presetOption(twice.name) };
  return { username, ...collectOptions([...preset, ...asked]) };
}

/** The options of a parsed user name. Throws what is wrong with them; ask only once the user name has been proved. */
export function optionsOf(parsed: ParsedUsername): RequestOptions {
  if ('error' in parsed) throw parsed.error;
  return parsed.options;
}
