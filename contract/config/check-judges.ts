/** The judges of supply: there where checks need one, and whole. */
import { dirname } from 'node:path';
import { isAnyHost, parseBind } from './bind.ts';
import { issuersProblem } from './check-issuers.ts';
import { entriesAt, textsAt } from './entry.ts';
import { valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { resolveSecret } from './secret-reference.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const JUDGE = ['supply', 'judge'] as const;

/** A bundled judge that listens everywhere, or where the system says, has no address that a proxy could be told. */
function lacksAddress(listen: unknown): boolean {
  const bind = typeof listen === 'string' ? parseBind(listen) : undefined;
  return bind !== undefined && (bind.port === 0 || isAnyHost(bind.host));
}

/** Checks of the mode `full` need a judge once there is something to check. */
function missingJudge(source: ConfigSource): ConfigProblem[] {
  const at = (...path: string[]) => valueAt(source.data, ['supply', ...path]);
  const feeds = entriesAt(source, ['supply', 'feeds']).filter(({ value }) => valueAt(value, ['enabled']) !== false);
  const idle = at('enabled') === false || (at('check', 'mode') ?? 'full') !== 'full' || at('judges') !== undefined;
  if (idle) return [];
  if (at('judge') === undefined && feeds.length > 0) {
    const message =
      'is missing; checks of the mode full ask a judge: add "judges: [{ url: http://ADDRESS/ }]", or take check.mode: connect';
    return [problemAt(source, ['supply', 'judges'], message)];
  }
  if (!lacksAddress(at('judge', 'listen'))) return [];
  const message = 'is missing; proxies cannot be sent to the address of supply.judge.listen, so say how they reach it';
  return [problemAt(source, ['supply', 'judges'], message)];
}

function halfTls(source: ConfigSource): ConfigProblem[] {
  const [listen, tls] = ['tlsListen', 'tls'].map((key) => valueAt(source.data, [...JUDGE, key]) !== undefined);
  if (listen === tls) return [];
  return listen
    ? [problemAt(source, [...JUDGE, 'tlsListen'], 'needs tls beside it')]
    : [problemAt(source, [...JUDGE, 'tls'], 'needs tlsListen beside it')];
}

function issuerProblem(source: ConfigSource, file: string): string | undefined {
  try {
    return issuersProblem(resolveSecret(`file:${file}`, dirname(source.file)));
  } catch (error) {
    return `cannot be used: ${(error as Error).message}`;
  }
}

const issuers = (source: ConfigSource): ConfigProblem[] =>
  textsAt(source, ['supply', 'judges'], 'ca').flatMap(({ path, value }) => {
    if (valueAt(source.data, [...path.slice(0, -1), 'tlsUrl']) === undefined)
      return [problemAt(source, path, 'is only for a judge with a tlsUrl')];
    const problem = issuerProblem(source, value);
    return problem === undefined ? [] : [problemAt(source, path, problem)];
  });

export const checkJudges = (source: ConfigSource): ConfigProblem[] => [
  ...missingJudge(source),
  ...halfTls(source),
  ...issuers(source),
];
