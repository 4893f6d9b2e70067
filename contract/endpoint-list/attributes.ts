/** What a list says of an endpoint beside its address. An attribute that cannot be read costs the attribute alone. Pure. */
import {
  ATTRIBUTE_RULES,
  ATTRIBUTES,
  type AttributeKey,
  type EndpointAttributes,
  lonelyPlace,
  readAttributes,
  statedAttributes,
} from '../endpoint-attributes.ts';

export interface ListedAttributes {
  readonly attributes: EndpointAttributes;
  /** Why some were left out, without their words. */
  readonly remarks: readonly string[];
}

/** What lists write where they know nothing. */
const NOTHING = /^(?:|-|n\/a|none|null|unknown)$/i;

/** `textOf` gives what the list says of each. */
export function listedAttributes(textOf: (key: AttributeKey) => string | undefined): ListedAttributes {
  const said = new Map<AttributeKey, string>();
  const remarks: string[] = [];
  for (const key of ATTRIBUTES) {
    const text = textOf(key)?.trim() ?? '';
    if (NOTHING.test(text)) continue;
    const { parse, values } = ATTRIBUTE_RULES[key];
    if (parse(text) === undefined) remarks.push(`it was taken without its ${key}, which must be ${values}`);
    else said.set(key, text);
  }
  for (let lonely = lonelyPlace(Object.fromEntries(said)); lonely; lonely = lonelyPlace(Object.fromEntries(said))) {
    said.delete(lonely);
    remarks.push(`it was taken without its ${lonely}, because its country is not known`);
  }
  return { attributes: statedAttributes(readAttributes(Object.fromEntries(said))), remarks };
}

/** `weight=2 country=us`: the words behind an endpoint in a line. Other words are passed over. */
export function wordAttributes(words: readonly string[]): ListedAttributes {
  const said = new Map(words.flatMap((word) => (/^\w+=/.test(word) ? [wordOf(word)] : [])));
  return listedAttributes((key) => said.get(key));
}

function wordOf(word: string): readonly [name: string, value: string] {
  const at = word.indexOf('=');
  return [word.slice(0, at).toLowerCase(), word.slice(at + 1)];
}
