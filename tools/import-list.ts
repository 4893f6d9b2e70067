/** What a file imports and exports, read from its tokens: static, re-exported, dynamic and in types alike. */
import { type Token, tokenize } from './token.ts';

export interface Import {
  /** Undefined where a dynamic import computes what it loads. */
  readonly specifier: string | undefined;
  /** The names taken, as the other file calls them; `*` for all of it; empty for its side effects alone. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface Surface {
  readonly imports: readonly Import[];
  /** Lines with a default export. */
  readonly defaultExports: readonly number[];
  /** Lines that read `process.env`. */
  readonly environmentReads: readonly number[];
}

/** The names in `x, { a, type b as c }` or `* as y`, in the words of the file they come from. */
function importedNames(clause: readonly Token[]): string[] {
  const names: string[] = [];
  let inBraces = false;
  clause.forEach((token, index) => {
    const before = clause[index - 1]?.text;
    const after = clause[index + 1]?.text;
    if (token.text === '{') inBraces = true;
    else if (token.text === '*') names.push('*');
    else if (token.kind !== 'word' || before === 'as') return;
    else if (token.text === 'as' && before !== '{' && before !== ',') return;
    else if (token.text === 'type' && (clause[index + 1]?.kind === 'word' || after === '{' || after === '*')) return;
    else names.push(inBraces ? token.text : 'default');
  });
  return names;
}

/** The import that starts at `tokens[start]` with its clause behind it, as `import … from 'x'` or `export … from 'x'`. */
function declaration(tokens: readonly Token[], start: number): Import | undefined {
  for (let end = start + 1; end < tokens.length; end++) {
    const token = tokens[end];
    if (!token || token.text === ';' || token.text === '=') return undefined;
    if (token.kind !== 'string') continue;
    const clause = tokens.slice(start + 1, end);
    const last = clause.at(-1);
    const line = tokens[start]?.line ?? 1;
    if (!last) return { specifier: token.text, names: [], line };
    return last.text === 'from'
      ? { specifier: token.text, names: importedNames(clause.slice(0, -1)), line }
      : undefined;
  }
  return undefined;
}

/** `import('x')`, also inside a type, and `require('x')`. */
function call(tokens: readonly Token[], at: number): Import {
  const argument = tokens[at + 2];
  const after = tokens[at + 3]?.text;
  const literal = argument?.kind === 'string' && (after === ')' || after === ',');
  return { specifier: literal ? argument.text : undefined, names: ['*'], line: tokens[at]?.line ?? 1 };
}

function importAt(tokens: readonly Token[], at: number): Import | undefined {
  const word = tokens[at];
  const next = tokens[at + 1];
  if (word?.kind !== 'word' || tokens[at - 1]?.text === '.' || next?.text === '.' || next?.text === ':')
    return undefined;
  if (word.text === 'import') return next?.text === '(' ? call(tokens, at) : declaration(tokens, at);
  if (word.text === 'require' && next?.text === '(') return call(tokens, at);
  const reexports = next?.text === '*' || next?.text === '{' || next?.text === 'type';
  return word.text === 'export' && reexports ? declaration(tokens, at) : undefined;
}

const exportsDefault = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1]?.text;
  return (
    tokens[at]?.text === 'default' &&
    (before === 'export' || (before === 'as' && /^[,}]$/.test(tokens[at + 1]?.text ?? '')))
  );
};

const readsEnvironment = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.kind === 'word' && tokens[at]?.text === 'process' && tokens[at + 2]?.text === 'env';

export function surfaceOf(text: string): Surface {
  const tokens = tokenize(text);
  const imports = tokens.flatMap((_, at) => importAt(tokens, at) ?? []);
  const linesWhere = (holds: (tokens: readonly Token[], at: number) => boolean) =>
    tokens.flatMap(({ line }, at) => (holds(tokens, at) ? [line] : []));
  const namedReads = imports.filter(({ specifier, names }) => specifier === 'node:process' && names.includes('env'));
  return {
    imports,
    defaultExports: linesWhere(exportsDefault),
    environmentReads: [...linesWhere(readsEnvironment), ...namedReads.map(({ line }) => line)],
  };
}
