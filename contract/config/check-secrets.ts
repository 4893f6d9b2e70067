/** Secrets of credentials and endpoint URLs, followed to the variable or the file they are in. */
import { dirname } from 'node:path';
import { endpointReferences } from './endpoint-references.ts';
import { endpointUrlProblem } from './endpoint-url.ts';
import { type Entry, entriesAt, textsAt } from './entry.ts';
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
  ];
}
