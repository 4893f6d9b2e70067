/** Reads the configuration file: all of its problems at once, or the configuration. */
import { readFileSync } from 'node:fs';
import { checkAccounts } from './check-accounts.ts';
import { checkBinds } from './check-binds.ts';
import { checkCertificates } from './check-certificates.ts';
import { checkFallbacks } from './check-fallbacks.ts';
import { checkFeeds } from './check-feeds.ts';
import { checkIssuers } from './check-issuers.ts';
import { checkJudges } from './check-judges.ts';
import { checkListeners } from './check-listeners.ts';
import { checkNames } from './check-names.ts';
import { checkProviders } from './check-providers.ts';
import { checkRoutes, DIRECT } from './check-routes.ts';
import { checkRules } from './check-rules.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSupply } from './check-supply.ts';
import { everyIssue } from './every-issue.ts';
import { problemsOfIssue } from './issue-problem.ts';
import type { ConfigPath } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type Config, configSchema } from './schema.ts';
import { openSource } from './yaml-source.ts';

/** `lineOf` finds a key in the file, for problems that show only when the configuration is used. */
export interface GoodConfig {
  readonly config: Config;
  readonly problems: [];
  readonly file: string;
  /** The file as it was read. */
  readonly text: string;
  readonly lineOf: (path: ConfigPath) => number | undefined;
}
export type ConfigRead = GoodConfig | { readonly problems: ConfigProblem[] };

/** What stands for the file's name when there is none. */
const DEFAULTS_NAME = 'built-in defaults';

/** The pool `direct` needs no declaration: a route, a listener or another pool may simply name it. */
function withDirectPool(config: Config): Config {
  const leads = [...config.routes, ...config.egress.listeners].map(({ pool }) => pool);
  const named = [...leads, ...config.pools.map(({ fallback }) => fallback)].includes(DIRECT);
  const declared = config.pools.some(({ name }) => name === DIRECT);
  return named && !declared ? { ...config, pools: [...config.pools, { name: DIRECT, kind: 'direct' }] } : config;
}

/**
 * Reads the text of a configuration file. `file` is its path, named in problems; `file:` secrets are relative to its
 * directory. Secrets are followed to see that they are there, and stay references in the result.
 */
export function readConfig(text: string, file: string, environment = process.env): ConfigRead {
  const source = openSource(text, file);
  if (source.data === undefined) return { problems: [...source.problems] };
  const problems = [
    ...source.problems,
    ...everyIssue(source.data).flatMap((issue) => problemsOfIssue(source, issue)),
    ...checkAccounts(source),
    ...checkBinds(source),
    ...checkCertificates(source),
    ...checkFallbacks(source),
    ...checkFeeds(source),
    ...checkJudges(source),
    ...checkRules(source),
    ...checkListeners(source),
    ...checkNames(source),
    ...checkRoutes(source),
    ...checkProviders(source),
    ...checkSecrets(source, environment),
    ...checkSupply(source),
    ...checkIssuers(source, environment),
  ];
  if (problems.length > 0) return { problems: problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
  const config = withDirectPool(configSchema.parse(source.data));
  return { config, problems: [], file, text, lineOf: source.lineOf };
}

/** Reads the file at `path`; without a path the defaults. A file that cannot be read is a problem like any other. */
export function readConfigFile(path: string | undefined): ConfigRead {
  if (path === undefined) return readConfig('', DEFAULTS_NAME);
  try {
    return readConfig(readFileSync(path, 'utf8'), path);
  } catch (error) {
    const message = `cannot be read (${(error as NodeJS.ErrnoException).code})`;
    return { problems: [{ file: path, line: undefined, key: '', value: undefined, message }] };
  }
}
