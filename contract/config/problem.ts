/** One thing wrong with the configuration, as data and as a line of text. */
import { ATTRIBUTES } from '../endpoint-attributes.ts';
import type { ConfigPath } from './path.ts';

export type Scalar = string | number | boolean | null;

export interface ConfigProblem {
  readonly file: string;
  /** From 1; undefined when the key is not written in the file and its default is at fault. */
  readonly line: number | undefined;
  /** Dotted path such as `egress.listeners[0].bind`; empty for the file as a whole. */
  readonly key: string;
  /** What stands there, without secrets; undefined when nothing does, or a list or a block. */
  readonly value: Scalar | undefined;
  /** What is wrong, as the rest of a sentence that begins with the value. No full stop. */
  readonly message: string;
  /** What may stand there instead, where that is a short list. */
  readonly allowed?: readonly string[];
  /** The allowed one that was probably meant. */
  readonly nearest?: string;
}

const HIDDEN = '[hidden]';
const LONGEST_VALUE = 80;
/** Scheme, user information, host and port. Anything of another form may hide a password and is not shown. */
const ENDPOINT = /^([a-z][a-z0-9+.-]*:\/\/)(.*@)?((?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?)$/is;
const REFERENCE = /^(?:env|file):/;

function withoutPassword(endpoint: string): string {
  const [, scheme, user, address] = ENDPOINT.exec(endpoint) ?? [];
  return scheme === undefined || address === undefined ? HIDDEN : `${scheme}${user ? '***@' : ''}${address}`;
}

/** The value at `path` as it may be shown: secrets and passwords are hidden, lists and blocks left out. */
export function shownValue(path: ConfigPath, value: unknown): Scalar | undefined {
  if (typeof value === 'string' && REFERENCE.test(value)) return value;
  const key = path.at(-1);
  const supplied = path[0] === 'supply' && (key === 'store' || ['headers', 'list'].some((name) => path.includes(name)));
  const account = path[0] === 'pools' && (key === 'username' || key === 'password');
  // The attributes of an endpoint are no secrets, its URL may hold one.
  const endpoint = path.includes('endpoints') && !ATTRIBUTES.some((name) => name === key);
  const secret = key === 'secret' || account || endpoint || supplied;
  // A list is often fetched with a key in its address.
  const feed = path[0] === 'supply' && path[1] === 'feeds' && key === 'url';
  if (typeof value === 'string' && (endpoint || feed)) return withoutPassword(value);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return secret ? HIDDEN : value;
  return undefined;
}

function shorten(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}

/** `atlantic.yaml:12: egress.workers: "two" must be a number.` and, where one is near, the value that was meant. */
export function formatProblem(problem: ConfigProblem): string {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  const shown = problem.value === HIDDEN ? HIDDEN : shorten(JSON.stringify(problem.value) ?? '');
  const sentence = `${shown} ${problem.message}.`.trimStart();
  const hint = problem.nearest === undefined ? [] : [`Did you mean "${problem.nearest}"?`];
  return [`${place}:`, ...(problem.key === '' ? [] : [`${problem.key}:`]), sentence, ...hint].join(' ');
}

/** `a, b, c`, cut after 20 so that a message stays one line. */
export function listed(names: readonly string[]): string {
  return names.length <= 20 ? names.join(', ') : `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`;
}
