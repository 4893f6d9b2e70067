/** The check that each source file has its test beside it, and each test its source. */
import { isCode, isTest, type Problem, type SourceFile } from './repository.ts';
import { tokenize } from './token.ts';

interface Exception {
  readonly files: RegExp;
  /** What proves these files instead. */
  readonly coveredBy: string;
}

/** Source files without a test of their own. One that matches nothing any more is a problem itself. */
const WITHOUT_TEST: readonly Exception[] = [
  {
    files: /^(?:control|egress|supply|cli)\/main\.ts$/,
    coveredBy: 'the system suite in tests/, which starts the real programs',
  },
  {
    files: /^supply\/check-main\.ts$/,
    coveredBy: 'tests/check-command.test.ts, which runs the command on real proxies',
  },
  { files: /^contract\/(?:.*\/)?schema\.ts$/, coveredBy: 'contract/config/read.test.ts, which reads files by it' },
  {
    files: /^contract\/(?:api|api-endpoint|api-session|plane|plane-session|process|snapshot)\.ts$/,
    coveredBy: 'the routes, the client and the plane channel, which parse by these schemas',
  },
  { files: /^control\/db\/migrations\//, coveredBy: 'control/db/open.test.ts, which runs all of them on a real file' },
  {
    files: /^tests\/kit\/(?:dante|microsocks|squid|ssh|stunnel|tinyproxy)\.ts$/,
    coveredBy: 'tests/kit/upstream-proxy.test.ts, one conversation held with each of them',
  },
  {
    files: /^tests\/kit\/haproxy\.ts$/,
    coveredBy: 'tests/proxy-protocol.test.ts, which holds conversations through it',
  },
  {
    files: /^(?:supply\/store\/(?:postgres|redis)-store|tests\/kit\/(?:postgres|redis))\.ts$/,
    coveredBy: 'tests/supply-store.test.ts, which puts the stores to the tests of every store, on real servers',
  },
  {
    files: /^egress\/process\/(?:primary|worker|workers)\.ts$/,
    coveredBy: 'tests/drain.test.ts and tests/kill.test.ts, which end real processes in every way',
  },
  {
    files: /^supply\/process\/(?:service|supply)\.ts$/,
    coveredBy: 'tests/supply.test.ts, which runs the real program with real proxies, and kills it',
  },
  {
    files: /^egress\/(?:limits|intent)\.ts$/,
    coveredBy: 'the tests of the code that reads them; they hold constants alone',
  },
  {
    files: /^egress\/conformance\/(?:row\.ts$|rows\/)/,
    coveredBy: 'egress/conformance/rows.test.ts, which holds the conversation of each row',
  },
  { files: /\/fixture\//, coveredBy: 'the tests that start them as programs or put parts together with them' },
  {
    files: /^tools\/(?:check|docs\/main|prune-lock|import-rules)\.ts$/,
    coveredBy: 'the tests of the checks they run or feed',
  },
  {
    files:
      /^(?:bench|tests\/(?:chaos|clients|exact|exits|fuzz|health|kill|overload|reload|remote|session|spike|suites|upstreams))\//,
    coveredBy: 'their own runs: they are measurements, campaigns and the stages of tests, and print what they find',
  },
  { files: /^vitest\.config\.ts$/, coveredBy: 'every run of the tests' },
];

/** Tests without a source file of their name: conversations with the whole program. */
const WHOLE_PROGRAM = /^tests\/[^/]+\.test\.ts$/;

const RUNTIME_WORDS = new Set('const let var function class await if for while throw new'.split(' '));

/** Does the file only declare types? Then the compiler is its test. */
export function declaresTypesOnly(text: string): boolean {
  let depth = 0;
  return !tokenize(text).some(({ kind, text: word }) => {
    if ('([{'.includes(word) && kind === 'punctuation') depth += 1;
    if (')]}'.includes(word) && kind === 'punctuation') depth -= 1;
    return depth === 0 && kind === 'word' && RUNTIME_WORDS.has(word);
  });
}

export function pairProblems(files: readonly SourceFile[], exceptions = WITHOUT_TEST): Problem[] {
  const code = files.filter(({ path }) => isCode(path));
  const paths = new Set(code.map(({ path }) => path));
  const testOf = (path: string) => path.replace(/(\.[cm]?[jt]sx?)$/, '.test.ts');
  const sourcesOf = (test: string) => ['.ts', '.tsx', '.js'].map((ending) => test.replace(/\.test\.tsx?$/, ending));

  const untested = code
    .filter(({ path }) => !isTest(path) && !paths.has(testOf(path)) && !paths.has(`${testOf(path)}x`))
    .filter(({ path, text }) => !exceptions.some((one) => one.files.test(path)) && !declaresTypesOnly(text))
    .map(({ path }) => ({ file: path, line: 1, sentence: `has no test beside it: write ${testOf(path)}` }));
  const orphans = code
    .filter(({ path }) => isTest(path) && !WHOLE_PROGRAM.test(path))
    .filter(({ path }) => !sourcesOf(path).some((source) => paths.has(source)))
    .map(({ path }) => ({ file: path, line: 1, sentence: 'is a test of a file that does not exist' }));
  const idle = exceptions
    .filter((one) => !code.some(({ path }) => one.files.test(path)))
    .map((one) => ({ file: 'tools/pairs.ts', line: 1, sentence: `the exception ${one.files} matches no file` }));
  return [...untested, ...orphans, ...idle];
}
