/** The check for import cycles, types included: two files that need each other are one idea in two places. */
import { surfaceOf } from './import-list.ts';
import { targetOf } from './import-path.ts';
import { isCode, type Problem, type SourceFile } from './repository.ts';

interface Edge {
  readonly to: string;
  readonly line: number;
}

function edgesOf({ path, text }: SourceFile, known: ReadonlySet<string>): Edge[] {
  return surfaceOf(text).imports.flatMap(({ specifier, line }) => {
    if (specifier === undefined) return [];
    const target = targetOf(path, specifier);
    return target.kind === 'file' && known.has(target.path) ? [{ to: target.path, line }] : [];
  });
}

/** One problem for each import that closes a cycle, naming the whole round. Each import is looked at once. */
export function cycleProblems(files: readonly SourceFile[]): Problem[] {
  const code = files.filter(({ path }) => isCode(path));
  const known = new Set(code.map(({ path }) => path));
  const edges = new Map(code.map((file) => [file.path, edgesOf(file, known)]));
  const finished = new Set<string>();
  const trail: string[] = [];
  const problems: Problem[] = [];

  const visit = (path: string): void => {
    trail.push(path);
    for (const { to, line } of edges.get(path) ?? []) {
      const seenAt = trail.indexOf(to);
      if (seenAt >= 0) {
        const round = [...trail.slice(seenAt), to].join(' -> ');
        problems.push({ file: path, line, sentence: `import cycle: ${round}` });
      } else if (!finished.has(to)) visit(to);
    }
    trail.pop();
    finished.add(path);
  };
  for (const path of known) if (!finished.has(path)) visit(path);
  return problems;
}
