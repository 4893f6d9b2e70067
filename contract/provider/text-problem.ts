/** What is wrong with the texts of a provider's file, as the rest of a sentence that begins with the text. */
import { parseEndpointUrl } from '../config/endpoint-url.ts';

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The names in braces, in order. */
export const placeholdersOf = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/** The text with each `{name}` replaced; what `lookUp` does not know becomes nothing. */
export const fillTemplate = (text: string, lookUp: (name: string) => string | undefined): string =>
  text.replace(PLACEHOLDER, (_, name: string) => lookUp(name) ?? '');

/** Why `text` is no template over `names`. A colon would end the user name (RFC 7617 §2). */
export function templateProblem(text: string, names: readonly string[]): string | undefined {
  const unknown = placeholdersOf(text).find((name) => !names.includes(name));
  if (unknown !== undefined) return `holds {${unknown}}; what may stand in braces is ${names.join(', ')}`;
  if (!/^[\x21-\x39\x3b-\x7e]{0,100}$/.test(text))
    return 'must be at most 100 visible ASCII characters without a colon or a space';
  return /[{}]/.test(text.replace(PLACEHOLDER, '')) ? 'has a brace without its other half' : undefined;
}

/** Why `text` is not the address of a gateway. */
export function addressProblem(text: string): string | undefined {
  const parsed = parseEndpointUrl(text);
  return parsed && parsed.username === undefined ? undefined : 'must be http://HOST:PORT or socks5://HOST:PORT';
}
