/** The check of words: file names, unfinished work, boasts, paths of one machine, and one word for each thing. */
import { isCode, type Problem, type SourceFile } from './repository.ts';
import { tokenize } from './token.ts';

/** Drawers: names that say nothing about what is inside. */
const DRAWERS = /^(?:utils?|helpers?|common|managers?|misc|index)$|-(?:utils?|helpers?|manager)$/;

interface Rule {
  readonly pattern: RegExp;
  readonly sentence: string;
}

const TEXT_RULES: readonly Rule[] = [
  { pattern: /\b(?:FIXME|TODO|XXX)\b/, sentence: 'unfinished work: do it, or write it down as an issue' },
  {
    pattern: /\b(?:production[- ]ready|blazing(?:ly)?|battle[- ]tested|cutting[- ]edge|enterprise[- ]grade)\b/i,
    sentence: 'a boast: say what was measured',
  },
  { pattern: /(?<![\w.])\/(?:home|Users)\/[a-z]\w*/, sentence: 'a path of one machine' },
];

/** What docs/vocabulary.md calls otherwise. Kept to words that engineers of this field reach for by habit. */
const SYNONYMS: readonly Rule[] = [
  { pattern: /^tenants?$/, sentence: 'the word is account' },
  { pattern: /^backends?$/, sentence: 'the word is endpoint, or upstream for its side' },
  { pattern: /^whitelist(?:s|ed)?$/, sentence: 'the word is allow' },
  { pattern: /^blacklist(?:s|ed)?$/, sentence: 'the word is deny, or ban for an endpoint' },
  { pattern: /^healthchecks?$/, sentence: 'the word is check' },
];

/** This check names what it looks for. */
const EXEMPT = new Set(['tools/words.ts', 'tools/words.test.ts']);

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function nameProblems(path: string): Problem[] {
  const drawer = path.split('/').find((part) => DRAWERS.test(part.replace(/(?:\.test)?\.[cm]?[jt]sx?$/, '')));
  return drawer === undefined ? [] : [{ file: path, line: 1, sentence: `${drawer} says nothing: name what is inside` }];
}

function textProblems({ path, text }: SourceFile, rules: readonly Rule[]): Problem[] {
  return rules.flatMap(({ pattern, sentence }) =>
    [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].map((found) => ({
      file: path,
      line: lineOf(text, found.index),
      sentence: `"${found[0]}": ${sentence}`,
    })),
  );
}

/** The words of an identifier: `proxyBackendURL` and `proxy_backend_url` hold `backend`. */
const partsOf = (identifier: string): string[] =>
  identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

function vocabularyProblems({ path, text }: SourceFile): Problem[] {
  const words = tokenize(text).filter(({ kind }) => kind === 'word');
  return words.flatMap(({ text: identifier, line }) => {
    const parts = partsOf(identifier);
    const rule = SYNONYMS.find(
      ({ pattern }) => parts.some((part) => pattern.test(part)) || pattern.test(parts.join('')),
    );
    return rule ? [{ file: path, line, sentence: `${identifier}: ${rule.sentence}` }] : [];
  });
}

/** `checkout` is the absolute path of the repository here: it belongs in no file. */
export function wordProblems(files: readonly SourceFile[], checkout: string): Problem[] {
  const here = { pattern: new RegExp(`${RegExp.escape(checkout)}\\b`), sentence: 'a path of this machine' };
  return files
    .filter(({ path }) => !EXEMPT.has(path))
    .flatMap((file) => [
      ...nameProblems(file.path),
      ...textProblems(file, [...TEXT_RULES, here]),
      ...(isCode(file.path) ? vocabularyProblems(file) : []),
    ]);
}
