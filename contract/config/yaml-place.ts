/** Where the keys of a YAML document stand, and which of them stand there twice. */
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import type { ConfigPath } from './path.ts';

const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key);
const lineOfNode = (node: unknown, lines: LineCounter): number =>
  lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;

/** The line of the deepest part of `path` that is written in the document, or undefined when none is. */
export function lineOfPath(document: Document, lines: LineCounter, path: ConfigPath): number | undefined {
  let node: unknown = document.contents;
  let line: number | undefined;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node) ? node.items.findLast(({ key }) => keyText(key) === String(part)) : undefined;
    const item = isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
    if (pair === undefined && item === undefined) return line;
    line = lineOfNode(pair?.key ?? item, lines);
    node = pair?.value ?? item;
  }
  return line;
}

export interface RepeatedKey {
  readonly path: ConfigPath;
  readonly line: number;
  readonly firstLine: number;
}

function repeatedIn(map: YAMLMap, lines: LineCounter, path: ConfigPath): RepeatedKey[] {
  const first = new Map<string, number>();
  const repeated: RepeatedKey[] = [];
  for (const { key } of map.items) {
    const text = keyText(key);
    const line = lineOfNode(key, lines);
    const firstLine = first.get(text);
    if (firstLine === undefined) first.set(text, line);
    else repeated.push({ path: [...path, text], line, firstLine });
  }
  return repeated;
}

/** Every key that its block has already, in the order of the file. Aliases are not followed. */
export function repeatedKeys(node: unknown, lines: LineCounter, path: ConfigPath = []): RepeatedKey[] {
  if (isSeq(node)) return node.items.flatMap((item, at) => repeatedKeys(item, lines, [...path, at]));
  if (!isMap(node)) return [];
  const below = node.items.flatMap(({ key, value }) => repeatedKeys(value, lines, [...path, keyText(key)]));
  return [...repeatedIn(node, lines, path), ...below];
}
