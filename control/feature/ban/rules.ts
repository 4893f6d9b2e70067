/** Bans as the API shows them: what the planes reported, put together. Pure. */

import type { BanList, BanView } from '@atlantic/contract/api-ban.ts';
import type { EndpointView } from '@atlantic/contract/api-endpoint.ts';
import type { Ban } from '@atlantic/contract/ban.ts';

/** The pool and the address of an exit, as they may be shown. */
export interface NamedExit {
  readonly pool: string | null;
  readonly address: string;
}

/** What a plane reported last. */
export interface PlaneBans {
  readonly plane: string;
  readonly bans: readonly Ban[];
}

const iso = (time: number): string => new Date(time).toISOString();

export function viewOf({ id, endpoint, site, since, until, why }: Ban, exit: NamedExit | undefined): BanView {
  const { pool = null, address = null } = exit ?? {};
  return { id, endpoint, pool, address, site: site ?? null, since: iso(since), until: iso(until), why };
}

/** A ban that several planes hold is one, until the last of them ends it. Those that are over are left out. */
export function banList(
  reports: readonly PlaneBans[],
  exits: ReadonlyMap<string, NamedExit>,
  now: number,
): BanList['bans'] {
  const held = new Map<string, { ban: Ban; planes: string[] }>();
  for (const { plane, bans } of reports) {
    for (const ban of bans) {
      if (ban.until <= now) continue;
      const { ban: other = ban, planes = [] } = held.get(ban.id) ?? {};
      held.set(ban.id, { ban: other.until > ban.until ? other : ban, planes: [...planes, plane] });
    }
  }
  return [...held.values()]
    .sort((one, other) => one.ban.until - other.ban.until)
    .map(({ ban, planes }) => ({ ...viewOf(ban, exits.get(ban.endpoint)), planes }));
}

/** By endpoint, what `EndpointView` shows of its bans. */
export function bansOfEndpoints(reports: readonly PlaneBans[], now: number): ReadonlyMap<string, EndpointView['bans']> {
  const found = new Map<string, EndpointView['bans']>();
  for (const { endpoint, site, until, why } of banList(reports, new Map(), now)) {
    found.set(endpoint, [...(found.get(endpoint) ?? []), { site, until, why }]);
  }
  return found;
}
