/** What an import changes, and endpoints as the API shows them. Pure. */
import type { EndpointImportReport, EndpointPage, EndpointView } from '@atlantic/contract/api-endpoint.ts';
import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import {
  type AttributeChange,
  type EndpointAttributes,
  lonelyPlace,
  PLACES,
  statedAttributes,
} from '@atlantic/contract/endpoint-attributes.ts';
import { type EndpointList, MOST_ENDPOINTS } from '@atlantic/contract/endpoint-list/read.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';

/** Rejects that a report names; the others are only counted. */
const MOST_PROBLEMS = 100;
/** Rejects that an error names: they are read in a terminal. */
const MOST_REASONS = 10;

/** The endpoints of one pool: what the file declares, and what was imported, in which some of the former may be again. */
export interface PoolEndpoints {
  readonly name: string;
  readonly declared: readonly SnapshotEndpoint[];
  readonly imported: readonly SnapshotEndpoint[];
}

interface ImportPlan {
  readonly save: readonly SnapshotEndpoint[];
  /** Ids. */
  readonly remove: readonly string[];
  readonly report: EndpointImportReport;
}

const isPlaced = (attributes: AttributeChange): boolean => PLACES.some((key) => attributes[key] !== undefined);

/**
 * What is known of an endpoint after a change. A change of the country forgets a state and a city that it does not name.
 * Throws `validation_failed` for a state or a city without a country.
 */
export function afterChange(before: EndpointAttributes, change: AttributeChange): EndpointAttributes {
  const { state, city, ...wider } = statedAttributes(before);
  const moved = change.country !== undefined && change.country !== before.country;
  const kept = moved ? wider : { ...wider, ...(state && { state }), ...(city && { city }) };
  const after = statedAttributes({ ...kept, ...change });
  const lonely = lonelyPlace(after);
  if (lonely) throw new AtlanticError('validation_failed', { detail: `The ${lonely} needs the country beside it.` });
  return after;
}

/** What an import that says `said` leaves known of an endpoint: a new place is a whole one, and silence changes nothing. */
function importedAttributes(before: EndpointAttributes, said: EndpointAttributes): EndpointAttributes {
  const { weight, ...place } = statedAttributes(before);
  return { ...(weight !== undefined && { weight }), ...(isPlaced(said) ? {} : place), ...said };
}

/** The reasons, each with its line: they repeat nothing of the list, which may hold passwords. */
function reasonsText({ rejects, rejected }: EndpointList): string {
  if (rejected === 0) return 'The list is empty.';
  const named = rejects.slice(0, MOST_REASONS).map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = rejected - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

const idsOf = (endpoints: readonly SnapshotEndpoint[]): Set<string> => new Set(endpoints.map(({ id }) => id));

/**
 * What a list changes in a pool. An endpoint counts once, whether the file, an earlier import or the list name it; of two
 * passwords for one user the last in the list holds. Throws `list_unusable` and `pool_full`.
 */
export function planImport(pool: PoolEndpoints, list: EndpointList, replace: boolean): ImportPlan {
  const known = new Map(pool.imported.map((endpoint) => [endpoint.id, endpoint]));
  const wanted = new Map<string, SnapshotEndpoint>();
  for (const text of list.endpoints) {
    const url = parseEndpointUrl(text);
    const endpoint = url && endpointOf(pool.name, url);
    if (endpoint) {
      const before = known.get(endpoint.id) ?? {};
      wanted.set(endpoint.id, { ...endpoint, ...importedAttributes(before, list.attributes.get(text) ?? {}) });
    }
  }
  if (wanted.size === 0) throw new AtlanticError('list_unusable', { detail: reasonsText(list) });

  const declared = idsOf(pool.declared);
  const before = new Set([...declared, ...idsOf(pool.imported)]);
  const remove = replace ? pool.imported.map(({ id }) => id).filter((id) => !wanted.has(id)) : [];
  const added = [...wanted.keys()].filter((id) => !before.has(id)).length;
  // What the file declares stays in the pool, whatever becomes of what was imported.
  const removed = remove.filter((id) => !declared.has(id)).length;
  const size = before.size + added - removed;
  if (size > MOST_ENDPOINTS) {
    const detail = `It has ${before.size} now, and the list brings ${added} more.`;
    throw new AtlanticError('pool_full', { detail });
  }
  return {
    save: [...wanted.values()],
    remove,
    report: {
      added,
      present: wanted.size - added,
      removed,
      rejected: list.rejected,
      repeated: list.repeated + list.endpoints.length - wanted.size,
      remarked: list.remarked,
      problems: [...list.rejects, ...list.remarks].slice(0, MOST_PROBLEMS),
    },
  };
}

/** An endpoint of a pool in the order of the pool: negative for those of the file, which come first. */
export interface PlacedEndpoint extends SnapshotEndpoint {
  readonly position: number;
  /** Milliseconds since 1970; absent for those of the file. */
  readonly createdAt?: number | undefined;
}

export const placeDeclared = (declared: readonly SnapshotEndpoint[]): PlacedEndpoint[] =>
  declared.map((endpoint, at) => ({ ...endpoint, position: at - declared.length }));

/** How the planes find an endpoint of a pool. */
export type HealthOf = (pool: string, id: string) => EndpointView['health'];
/** By endpoint, its bans in force. */
export type BansOf = ReadonlyMap<string, EndpointView['bans']>;

export interface Said {
  readonly healthOf: HealthOf;
  readonly bans: BansOf;
}

export const viewOf = (
  pool: string,
  { id, address, kind, createdAt, provenAt, weight = 1, country, state, city, asn }: PlacedEndpoint,
  { healthOf, bans }: Said,
): EndpointView => ({
  id,
  pool,
  address,
  kind,
  weight,
  country: country ?? null,
  state: state ?? null,
  city: city ?? null,
  asn: asn ?? null,
  health: healthOf(pool, id),
  managed: provenAt === undefined ? (createdAt === undefined ? 'file' : 'api') : 'supply',
  createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
  provenAt: provenAt === undefined ? null : new Date(provenAt).toISOString(),
  bans: bans.get(id) ?? [],
});

/** The first `limit` endpoints behind the cursor, which is the position of the last one seen. `all` is in order. */
export function pageOf(
  pool: string,
  all: readonly PlacedEndpoint[],
  { cursor, limit }: { readonly cursor: number | undefined; readonly limit: number },
  said: Said,
): EndpointPage {
  const behind = cursor === undefined ? all : all.filter(({ position }) => position > cursor);
  const page = behind.slice(0, limit);
  const last = page.at(-1);
  return {
    endpoints: page.map((endpoint) => viewOf(pool, endpoint, said)),
    next: last && behind.length > page.length ? String(last.position) : null,
  };
}
