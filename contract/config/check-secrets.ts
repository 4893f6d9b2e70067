/** Secrets of credentials, endpoint URLs and supply, followed to the variable or the file they are in. */
import { dirname } from 'node:path';
import { storeProblem } from './check-supply.ts';
import { endpointReferences } from './endpoint-references.ts';
import { endpointUrlProblem } from './endpoint-url.ts';
import { type Entry, entriesAt, textsAt } from './entry.ts';
import { valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { resolveSecret } from './secret-reference.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

/** Characters. Shorter ones can be guessed through an open proxy port. */
const SHORTEST_SECRET = 16;

const secretProblem = (secret: string): string | undefined =>
  secret.length < SHORTEST_SECRET ? `is a secret shorter than ${SHORTEST_SECRET} characters` : undefined;

/** RFC 7617 §2: a user name ends at the first colon. */
const usernameProblem = (username: string): string | undefined =>
  username.includes(':') ? 'is a user name with a colon, which no proxy can be told' : undefined;

const endpoints = (source: ConfigSource): Entry<string>[] =>
  entriesAt(source, ['pools']).flatMap(({ path }) => endpointReferences(source, path));

/** RFC 9110 §5.5: what a field may hold; a line end would begin another. */
const headerProblem = (value: string): string | undefined =>
  /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? undefined : 'stands for what no HTTP header may hold';

/** Those that are elsewhere: what is written here the schema has looked at. */
const feedHeaders = (source: ConfigSource): Entry<string>[] =>
  entriesAt(source, ['supply', 'feeds']).flatMap(({ path, value }) =>
    Object.entries(valueAt(value, ['headers']) ?? {}).flatMap(([name, header]) =>
      typeof header === 'string' && /^(?:env|file):/.test(header)
        ? [{ path: [...path, 'headers', name], value: header }]
        : [],
    ),
  );

/** `file:` alone is a store; with a path it is where the address of one is written. */
function stores(source: ConfigSource): Entry<string>[] {
  const path = ['supply', 'store'];
  const value = valueAt(source.data, path);
  return typeof value === 'string' && value !== '' && value !== 'file:' ? [{ path, value }] : [];
}

export function checkSecrets(source: ConfigSource, environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const directory = dirname(source.file);
  const check = ({ path, value }: Entry<string>, problemOf: (text: string) => string | undefined): ConfigProblem[] => {
    try {
      const problem = problemOf(resolveSecret(value, directory, environment));
      return problem === undefined ? [] : [problemAt(source, path, problem)];
    } catch (error) {
      return [problemAt(source, path, `cannot be used: ${(error as Error).message}`)];
    }
  };
  return [
    ...endpoints(source).flatMap((entry) => check(entry, endpointUrlProblem)),
    ...textsAt(source, ['pools'], 'username').flatMap((entry) => check(entry, usernameProblem)),
    ...textsAt(source, ['pools'], 'password').flatMap((entry) => check(entry, () => undefined)),
    ...textsAt(source, ['credentials'], 'secret').flatMap((entry) => check(entry, secretProblem)),
    ...textsAt(source, ['supply', 'keys'], 'secret').flatMap((entry) => check(entry, secretProblem)),
    ...feedHeaders(source).flatMap((entry) => check(entry, headerProblem)),
    ...stores(source).flatMap((entry) => check(entry, storeProblem)),
  ];
}
