/** What the API may do to bans. The planes hold them; nothing of a ban is in the database. */
import type { BanCreated, BanList, BanRemoved, banCreateSchema } from '@atlantic/contract/api-ban.ts';
import { newBan } from '@atlantic/contract/ban.ts';
import { nearest } from '@atlantic/contract/config/nearest.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Order } from '@atlantic/contract/plane.ts';
import { hostOfTarget } from '@atlantic/contract/target-host.ts';
import { siteOf } from '@atlantic/kernel/site/site.ts';
import type { z } from 'zod';
import { banList, type NamedExit, type PlaneBans, viewOf } from './rules.ts';

/** How long an answer waits for the planes; a worker that obeys takes milliseconds. */
const ANSWER_MS = 5_000;

export interface BanSources {
  now: () => number;
  exits: () => Promise<ReadonlyMap<string, NamedExit>>;
  /** What the planes that may serve reported last. */
  reports: () => Promise<readonly PlaneBans[]>;
  /** Orders it of every connected plane. Empty when none is. */
  order: (order: Order, waitMs: number) => Promise<BanCreated['planes']>;
}

export interface BanActions {
  list(): Promise<BanList['bans']>;
  /** Throws `not_found` for an endpoint that is in no pool, and `plane_away`. */
  add(wanted: z.output<typeof banCreateSchema>): Promise<BanCreated>;
  /** Throws `not_found` when no plane holds it, and `plane_away`. */
  remove(id: string): Promise<BanRemoved>;
}

export function banActions({ now, exits, reports, order }: BanSources): BanActions {
  const giveAll = async (change: Omit<Extract<Order, { kind: 'bans' }>, 'kind'>) => {
    const planes = await order({ kind: 'bans', ...change }, ANSWER_MS);
    if (planes.length === 0) throw new AtlanticError('plane_away');
    return planes;
  };
  return {
    list: async () => banList(await reports(), await exits(), now()),
    async add({ endpoint, target, minutes }) {
      const known = await exits();
      const exit = known.get(endpoint);
      if (!exit) {
        const meant = nearest(endpoint, [...known.keys()]);
        const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
        throw new AtlanticError('not_found', { detail: `No pool has the endpoint ${endpoint}.${hint}` });
      }
      const host = target === undefined ? undefined : hostOfTarget(target);
      const site = host === undefined ? undefined : siteOf(host);
      const ban = newBan({ endpoint, site, minutes, why: 'api' }, now());
      return { planes: await giveAll({ add: [ban], remove: [] }), ban: viewOf(ban, exit) };
    },
    async remove(id) {
      const planes = await giveAll({ add: [], remove: [id] });
      if (planes.every(({ obeyed }) => obeyed === false))
        throw new AtlanticError('not_found', { detail: 'No plane holds such a ban.' });
      return { id, planes };
    },
  };
}
