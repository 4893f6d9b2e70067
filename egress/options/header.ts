/**
 * Options in a header: `Proxy-Options: country=us, session="abc"`, a dictionary of RFC 9651 §3.2 whose values are tokens,
 * strings and integers. One field for all options, rather than one each, so that a misspelt option is still seen, and
 * one field is all that must be kept from travelling on.
 */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import { quoted } from '@atlantic/contract/options/option-error.ts';

/** Lower case. Like Proxy-Authorization it is meant for this gateway alone, and is not forwarded. */
export const OPTION_HEADER = 'proxy-options';

/**
 * A key, perhaps with a value, and what stands behind it. Keys and bare values are taken more freely than by the RFC
 * (`session=1a` would need quotes there): the table judges them, and names the option when it says no.
 */
const MEMBER = /[ \t]*([^\s=,;"]+)(?:=(?:"((?:[^"\\]|\\["\\])*)"|([^\s=,;"]+)))?[ \t]*(,|$)/y;

function unreadable(rest: string): AtlanticError {
  const place = rest.trim() === '' ? 'at its end, behind a comma' : `where it says ${quoted(rest)}`;
  return new AtlanticError('option_malformed', {
    detail: `Proxy-Options is not of the form country=us, session=abc ${place}.`,
  });
}

/**
 * Reads the values of all fields of that name, which count as one list (RFC 9110 §5.3). A key that comes twice is given
 * twice, where the RFC would keep the last. Error: `option_malformed`.
 */
export function readOptionHeader(values: readonly string[]): { given: GivenOption[] } | { error: AtlanticError } {
  const text = values.filter((value) => value.trim() !== '').join(',');
  const given: GivenOption[] = [];
  if (text === '') return { given };
  for (let at = 0, more = true; more; at = MEMBER.lastIndex) {
    MEMBER.lastIndex = at;
    const member = MEMBER.exec(text);
    if (!member) return { error: unreadable(text.slice(at)) };
    const [, name = '', string, bare, separator] = member;
    given.push({ name, value: string?.replace(/\\(.)/g, '$1') ?? bare });
    more = separator === ',';
  }
  return { given };
}
