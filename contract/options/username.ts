/** Options in the user name: `NAME-OPTION-VALUE-OPTION-VALUE…`. */
import type { GivenOption } from './collect.ts';

/** Cuts `text` at its dashes, of which neither user names nor values have any. What the words mean is not looked at. */
export function splitUsername(text: string): { username: string; given: GivenOption[] } {
  const [username = '', ...words] = text.split('-');
  const given: GivenOption[] = [];
  for (let at = 0; at < words.length; at += 2) given.push({ name: words[at] ?? '', value: words[at + 1] });
  return { username, given };
}
