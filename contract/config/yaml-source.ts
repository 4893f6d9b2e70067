/** A configuration file as YAML: its data, where each key stands, and what is wrong with the text itself. */
import { type Document, LineCounter, parseDocument } from 'yaml';
import { type ConfigPath, dottedPath, valueAt } from './path.ts';
import { type ConfigProblem, type Scalar, shownValue } from './problem.ts';
import { lineOfPath, repeatedKeys } from './yaml-place.ts';

/** Characters: room for 10,000 long endpoint URLs. More is not a configuration file. */
const LARGEST_TEXT = 8 * 1024 * 1024;
/** Aliases may save typing, but a small file must not unfold without bound. */
const MOST_ALIASES = 100;

export interface ConfigSource {
  readonly file: string;
  /** The parsed YAML; an empty file is an empty block. Undefined when it cannot be read. */
  readonly data: unknown;
  /** What is wrong with the text: broken YAML, repeated keys. */
  readonly problems: readonly ConfigProblem[];
  /** The line of the deepest part of `path` that is in the file. */
  lineOf(path: ConfigPath): number | undefined;
}

/** The problem of what stands at `path`; `hints` adds what may stand there, or replaces the value that is shown. */
export function problemAt(
  source: ConfigSource,
  path: ConfigPath,
  message: string,
  hints: { allowed?: readonly string[]; nearest?: string | undefined; value?: Scalar | undefined } = {},
): ConfigProblem {
  const { allowed, nearest } = hints;
  return {
    file: source.file,
    line: source.lineOf(path),
    key: dottedPath(path),
    value: 'value' in hints ? hints.value : shownValue(path, valueAt(source.data, path)),
    message,
    ...(allowed && { allowed }),
    ...(nearest !== undefined && { nearest }),
  };
}

/** The YAML library may quote the text in its messages, and the text may hold a secret: what stands before it is enough. */
const withoutQuotation = (message: string): string => message.replace(/: .*$/s, '').replace(/\.$/, '');

/** The plain data, or undefined when aliases unfold too far or into themselves. */
function unfold(document: Document): { data: unknown } | undefined {
  try {
    return { data: document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {} };
  } catch {
    return undefined;
  }
}

/** Parses `text`; never throws. `file` is only named in problems. */
export function openSource(text: string, file: string): ConfigSource {
  const whole = { file, key: '', value: undefined };
  const broken = (problems: ConfigProblem[]): ConfigSource => ({
    file,
    data: undefined,
    problems,
    lineOf: () => undefined,
  });
  if (text.length > LARGEST_TEXT) return broken([{ ...whole, line: undefined, message: 'is larger than 8 MiB' }]);

  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return broken(
      faults.map(({ pos, message }) => ({
        ...whole,
        line: lines.linePos(pos[0]).line,
        message: `is not readable YAML: ${withoutQuotation(message)}`,
      })),
    );
  }
  const unfolded = unfold(document);
  if (!unfolded)
    return broken([{ ...whole, line: undefined, message: 'uses a YAML alias that is not defined or unfolds too far' }]);

  const problems = repeatedKeys(document.contents, lines).map(({ path, line, firstLine }) => ({
    ...whole,
    line,
    key: dottedPath(path),
    message: `is written twice; it is already on line ${firstLine}`,
  }));
  return { file, data: unfolded.data, problems, lineOf: (path) => lineOfPath(document, lines, path) };
}
