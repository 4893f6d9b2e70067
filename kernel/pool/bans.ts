/**
 * The bans in force, as the primary keeps them and each worker obeys them. A ban is looked up by the site of a request,
 * and counts until its time is over, whether or not anybody has cleared it away by then.
 */
import type { Ban } from '@atlantic/contract/ban.ts';

/** Beyond it those go first that a client or a rule has set, and of them those that end first. */
export const MOST_BANS = 10_000;

/** The exits banned for one site now. */
export interface Banned {
  has(endpoint: string): boolean;
  /** When its ban ends, in milliseconds since 1970; undefined when it is not banned. */
  until(endpoint: string): number | undefined;
  /** Has a client of this session banned one since then? */
  saidBy(session: number | undefined, since: number): boolean;
}

export interface BanChange {
  readonly add: readonly Ban[];
  /** Ids. */
  readonly remove: readonly string[];
}

export interface Bans {
  /** Of two bans of the same endpoint and site the one that ends later holds. */
  apply(change: BanChange, now: number): void;
  /** Undefined when none has to do with this site; `site` is called only when there are bans at all. */
  against(site: () => string, now: number): Banned | undefined;
  /** Those in force. */
  list(now: number): Ban[];
  has(id: string): boolean;
  /** Forgets what is over. Returns whether anything was. */
  clear(now: number): boolean;
}

/** The key of bans for all sites; no host is empty. */
const EVERY_SITE = '';

const isLessWanted = (one: Ban, other: Ban): boolean =>
  (one.why === 'api') === (other.why === 'api') ? one.until < other.until : other.why === 'api';

/** Times in milliseconds since 1970. */
export function createBans(): Bans {
  const byId = new Map<string, Ban>();
  /** By site, by endpoint. */
  const sites = new Map<string, Map<string, Ban>>();

  const drop = (id: string): boolean => {
    const ban = byId.get(id);
    if (!ban) return false;
    const { endpoint, site = EVERY_SITE } = ban;
    const endpoints = sites.get(site);
    endpoints?.delete(endpoint);
    if (endpoints?.size === 0) sites.delete(site);
    return byId.delete(id);
  };
  const clear = (now: number): boolean =>
    [...byId.values()].filter(({ until }) => until <= now).filter(({ id }) => drop(id)).length > 0;
  const makeRoom = (now: number) => {
    if (byId.size <= MOST_BANS) return;
    clear(now);
    while (byId.size > MOST_BANS) {
      let least: Ban | undefined;
      for (const ban of byId.values()) if (!least || isLessWanted(ban, least)) least = ban;
      if (least) drop(least.id);
    }
  };
  const add = (ban: Ban) => {
    if ((byId.get(ban.id)?.until ?? 0) > ban.until) return;
    const { endpoint, site = EVERY_SITE } = ban;
    byId.set(ban.id, ban);
    const endpoints = sites.get(site) ?? new Map<string, Ban>();
    sites.set(site, endpoints.set(endpoint, ban));
  };

  return {
    apply(change, now) {
      for (const id of change.remove) drop(id);
      for (const ban of change.add) if (ban.until > now) add(ban);
      makeRoom(now);
    },
    against(site, now) {
      if (byId.size === 0) return undefined;
      const here = sites.get(site());
      const everywhere = sites.get(EVERY_SITE);
      if (!here && !everywhere) return undefined;
      const until = (endpoint: string): number | undefined => {
        const last = Math.max(here?.get(endpoint)?.until ?? 0, everywhere?.get(endpoint)?.until ?? 0);
        return last > now ? last : undefined;
      };
      return {
        until,
        has: (endpoint) => until(endpoint) !== undefined,
        saidBy: (session, since) =>
          [...(here?.values() ?? [])].some(
            (ban) => ban.session === session && ban.why === 'client' && ban.since > since,
          ),
      };
    },
    list: (now) => [...byId.values()].filter(({ until }) => until > now),
    has: (id) => byId.has(id),
    clear,
  };
}
