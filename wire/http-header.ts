/** Header fields as they were on the wire: order, case and repetition kept; names compared without case. */

export type HeaderField = readonly [name: string, value: string];
/** Names and values are latin1 strings: one character an octet, so nothing is lost between reading and writing. */
export type HeaderList = readonly HeaderField[];

/** The value of every field called `name`, in order. */
export function headerValues(list: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return list.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
}

/** The members of comma-separated lists (RFC 9110 §5.6.1) in all fields called `name`, in lower case, without empty ones. */
export function listTokens(list: HeaderList, name: string): string[] {
  return headerValues(list, name)
    .flatMap((value) => value.split(','))
    .map((member) => trimSpaces(member).toLowerCase())
    .filter((member) => member !== '');
}

/** The list without the fields of these names. */
export function withoutHeaders(list: HeaderList, names: readonly string[]): HeaderList {
  const dropped = new Set(names.map((name) => name.toLowerCase()));
  return list.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/** Without leading and trailing spaces and tabs (OWS, RFC 9110 §5.6.3). `trim()` would also eat octet A0, which is text here. */
export function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;
