/** Sessions as the API shows them, and the user name that a new one is used by. Pure. */

import type { NewSession, SessionPage, SessionView } from '@atlantic/contract/api-session.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { collectOptions } from '@atlantic/contract/options/collect.ts';
import { presetOption } from '@atlantic/contract/options/option-error.ts';
import { givenOptions, type PresetOptions } from '@atlantic/contract/options/preset.ts';
import type { SessionReport } from '@atlantic/contract/plane-session.ts';

/** Names of credentials have no colon, and names of sessions neither. */
export const idOf = (credential: string, session: string): string => `${credential}:${session}`;

/** Throws `not_found` for what cannot be the id of a session. */
export function readId(id: string): { credential: string; session: string } {
  const [, credential, session] = /^([^:]+):([0-9A-Za-z._~]{1,64})$/.exec(id) ?? [];
  if (credential === undefined || session === undefined)
    throw new AtlanticError('not_found', { detail: 'The id of a session is CREDENTIAL:NAME.' });
  return { credential, session };
}

export interface SessionSource {
  plane: string;
  sessions: Iterable<SessionReport>;
}

/** Ids of the endpoints that planes say it used last, each once. */
export function exitsOf(
  sources: readonly Pick<SessionSource, 'sessions'>[],
  credential: string,
  session: string,
): string[] {
  const found = sources.flatMap(({ sessions }) =>
    [...sessions].flatMap((report) =>
      report.credential === credential && report.session === session && report.exit !== undefined ? [report.exit] : [],
    ),
  );
  return [...new Set(found)];
}

const iso = (time: number): string => new Date(time).toISOString();

const viewOf = (
  plane: string,
  credential: string,
  report: SessionReport,
  addresses: ReadonlyMap<string, string>,
): SessionView => ({
  id: idOf(credential, report.session),
  credential,
  session: report.session,
  plane,
  pool: report.pool ?? null,
  exit: report.exit === undefined ? null : (addresses.get(report.exit) ?? report.exit),
  since: iso(report.since),
  lastUsedAt: iso(report.usedAt),
  endsAt: report.endsAt === undefined ? null : iso(report.endsAt),
  requests: report.requests,
});

const cursorOf = (credential: string, { session }: SessionReport, plane: string): string =>
  `${idOf(credential, session)} ${plane}`;

/**
 * A page in the order of ids. `credentials`: names by id; sessions of others are left out, so that one name means those of
 * its credential alone. `addresses`: of endpoints, by id.
 */
export function pageOf(
  sources: readonly SessionSource[],
  credentials: ReadonlyMap<string, string>,
  addresses: ReadonlyMap<string, string>,
  { cursor, limit }: { cursor: string | undefined; limit: number },
): SessionPage {
  const found = sources.flatMap(({ plane, sessions }) =>
    [...sessions].flatMap((report) => {
      const credential = credentials.get(report.credential);
      const at = credential === undefined ? '' : cursorOf(credential, report, plane);
      return credential === undefined || (cursor !== undefined && at <= cursor)
        ? []
        : [{ at, plane, credential, report }];
    }),
  );
  found.sort((one, other) => (one.at < other.at ? -1 : 1));
  const page = found.slice(0, limit);
  return {
    sessions: page.map(({ plane, credential, report }) => viewOf(plane, credential, report, addresses)),
    next: found.length > limit ? (page.at(-1)?.at ?? null) : null,
  };
}

export interface SessionCredential {
  name: string;
  username: string;
  options: PresetOptions;
}

/**
 * How a client uses a session of this credential, at the listener with this URL. Throws `option_unknown`,
 * `option_malformed`, `option_duplicate` and `option_conflict`.
 */
export function newSession(
  { name, username, options: preset }: SessionCredential,
  session: string,
  options: PresetOptions,
  listener: string,
): NewSession {
  if (options.rotate !== undefined) {
    const detail = 'A session is rotated by a request of its own, or by the API.';
    throw new AtlanticError('option_conflict', { detail });
  }
  const given = givenOptions({ session, ...options });
  const twice = given.find((option) => preset[option.name] !== undefined);
  if (twice) throw presetOption(twice.name);
  const collected = collectOptions([...givenOptions(preset), ...given]);
  if ('error' in collected) throw collected.error;
  const full = [username, ...given.flatMap((option) => [option.name, option.value ?? ''])].join('-');
  return {
    id: idOf(name, session),
    credential: name,
    session,
    username: full,
    curl: `curl -x ${listener} -U '${full}:SECRET' https://example.com/`,
  };
}

export interface ListenerPlace {
  bind: string;
  protocols: readonly string[];
  tls?: unknown;
}

const ANY_HOST = /^(?:0\.0\.0\.0|\[::\]):/;

/** The URL of the first listener that speaks HTTP: as a plane has bound it, or else as it is declared. */
export function listenerUrl(declared: readonly ListenerPlace[], bound: readonly string[] | undefined): string {
  const at = declared.findIndex(({ protocols }) => protocols.includes('http'));
  const listener = declared[at];
  if (!listener) return 'http://GATEWAY:PORT';
  const place = bound?.[at] ?? listener.bind;
  return `${listener.tls ? 'https' : 'http'}://${place.replace(ANY_HOST, 'GATEWAY:')}`;
}
