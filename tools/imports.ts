/** The check of import direction: each import of each file against the tables of import-rules.ts. */
import { type Import, surfaceOf } from './import-list.ts';
import { roomOf, type Target, targetOf } from './import-path.ts';
import {
  DEFAULT_EXPORTERS,
  ENVIRONMENT_READERS,
  PURE_RULES,
  RESERVATIONS,
  ROOMS,
  STEPS,
  TEST_PACKAGES,
  TEST_ROOMS,
} from './import-rules.ts';
import { isCode, isFixture, isTest, type Problem, type SourceFile } from './repository.ts';

const within = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(`${folder}/`));

/** Code that is never part of the running program. */
const isProof = (path: string): boolean => isTest(path) || isFixture(path);

const matches = (path: string, patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(path));

/** May the room of `from` reach this target at all? The sentence when it may not. */
function roomProblem(from: string, target: Target): string | undefined {
  const room = roomOf(from);
  const rule = ROOMS[room];
  if (room === '') return undefined;
  if (!rule) return `the room ${room} has no row in tools/import-rules.ts`;
  const test = isProof(from);
  if (target.kind === 'builtin') {
    const allowed = test || !rule.builtins || rule.builtins.includes(target.name);
    return allowed ? undefined : `${room} does not use ${target.name}`;
  }
  if (target.kind === 'package') {
    const allowed = !rule.packages || rule.packages.includes(target.name);
    return allowed || (test && TEST_PACKAGES.includes(target.name)) ? undefined : `${room} does not use ${target.name}`;
  }
  if (isFixture(target.path) && !test) return `${target.path} serves tests alone`;
  if (roomOf(target.path) === room) {
    return target.relative ? undefined : 'write imports of the own room as relative paths';
  }
  if (target.relative) return `write imports of another room as @atlantic/${target.path}`;
  if (within(target.path, rule.rooms) || (test && within(target.path, TEST_ROOMS))) return undefined;
  return `${room} may not import ${target.path}`;
}

/** How far down the path of its room a file stands; -1 when the room has steps and the file is on none of them. */
const stepOf = (path: string): number => STEPS[roomOf(path)]?.findIndex((files) => matches(path, files)) ?? 0;

/** Does the import go upwards on the path of its room? */
function stepProblem(from: string, target: Target): string | undefined {
  if (isProof(from) || target.kind !== 'file' || roomOf(target.path) !== roomOf(from)) return undefined;
  const other = stepOf(target.path);
  return other >= 0 && other < stepOf(from)
    ? `${target.path} is above this step of the path; nothing calls back up`
    : undefined;
}

/** Features stand side by side; the plane channel reads their stores and nothing else of them. */
function featureProblem(from: string, target: Target): string | undefined {
  if (target.kind !== 'file' || isProof(from)) return undefined;
  const feature = (path: string) => /^control\/feature\/([^/]+)\//.exec(path)?.[1];
  const [own, other] = [feature(from), feature(target.path)];
  if (own && other && own !== other) return `feature ${own} may not import feature ${other}`;
  const fromPlane = from.startsWith('control/plane/') && other !== undefined;
  return fromPlane && !target.path.endsWith('/store.ts')
    ? 'the plane channel reads only store.ts of a feature'
    : undefined;
}

function purityProblem(from: string, target: Target): string | undefined {
  if (!PURE_RULES.test(from)) return undefined;
  const pure = target.kind === 'file' && (roomOf(target.path) === 'contract' || PURE_RULES.test(target.path));
  return pure ? undefined : 'rules decide: they import the contract and nothing else';
}

function reservationProblem(from: string, target: Target, names: readonly string[]): string | undefined {
  if (target.kind === 'file' || isProof(from)) return undefined;
  const reservation = RESERVATIONS.find(({ modules }) => modules.includes(target.name));
  if (!reservation || matches(from, reservation.only)) return undefined;
  const taken = names.filter((name) => !reservation.free.includes(name));
  return taken.length > 0 || names.length === 0 ? `${target.name}: ${reservation.sentence}` : undefined;
}

function sentencesAbout(from: string, { specifier, names }: Import): string[] {
  if (specifier === undefined) return ['an import names its file in plain text'];
  const target = targetOf(from, specifier);
  const verdicts = [
    roomProblem(from, target),
    stepProblem(from, target),
    featureProblem(from, target),
    purityProblem(from, target),
    reservationProblem(from, target, names),
  ];
  return verdicts.filter((verdict) => verdict !== undefined);
}

function problemsOf({ path: file, text }: SourceFile): Problem[] {
  const { imports, defaultExports, environmentReads } = surfaceOf(text);
  const at = (lines: readonly number[], sentence: string) => lines.map((line) => ({ file, line, sentence }));
  const astray = !isProof(file) && stepOf(file) < 0;
  const mayReadEnvironment = isProof(file) || matches(file, ENVIRONMENT_READERS);
  return [
    ...at(astray ? [1] : [], 'stands on no step of its room: give it one in tools/import-rules.ts'),
    ...imports.flatMap((found) => sentencesAbout(file, found).flatMap((sentence) => at([found.line], sentence))),
    ...at(DEFAULT_EXPORTERS.test(file) ? [] : defaultExports, 'export by name, not by default'),
    ...at(
      mayReadEnvironment ? [] : environmentReads,
      'process.env is read only where configuration is; take an argument',
    ),
  ];
}

/** Every import that goes the wrong way, every default export, and every read of `process.env` out of place. */
export const importProblems = (files: readonly SourceFile[]): Problem[] =>
  files.filter(({ path }) => isCode(path)).flatMap(problemsOf);
