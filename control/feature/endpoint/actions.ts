/** What the API may do to the endpoints of a pool. Each is one transaction, and the planes hear of it once it is committed. */
import type {
  EndpointImportReport,
  endpointImportSchema,
  endpointUpdateSchema,
} from '@atlantic/contract/api-endpoint.ts';
import { nearest } from '@atlantic/contract/config/nearest.ts';
import { listed } from '@atlantic/contract/config/problem.ts';
import { readAttributes, statedAttributes } from '@atlantic/contract/endpoint-attributes.ts';
import { readEndpointList } from '@atlantic/contract/endpoint-list/read.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { z } from 'zod';
import { committing } from '../../db/commit.ts';
import type { Database } from '../../db/schema.ts';
import { afterChange, type PlacedEndpoint, placeDeclared, planImport } from './rules.ts';
import { listImported, removeImported, saveImported } from './store.ts';

export interface EndpointActionsOptions {
  db: Database;
  now: () => number;
  /** Tells the planes; called after each commit and awaited, so an answer means that the change is in force. */
  publish: () => Promise<void>;
  /** What the file declares. */
  pools: () => readonly SnapshotPool[];
  /** By pool, what supply offers. */
  supplied: () => Promise<ReadonlyMap<string, readonly SnapshotEndpoint[]>>;
}

/** All throw `not_found` for an unknown pool, and all but `list` `pool_not_list` for one of another kind. */
export interface EndpointActions {
  /** Throws `list_unusable` and `pool_full`; then nothing was changed. */
  importList(pool: string, wanted: z.output<typeof endpointImportSchema>): Promise<EndpointImportReport>;
  /** Those of the file first, then the imported ones in the order in which they came. Those of a pool that supply fills. */
  list(pool: string): Promise<PlacedEndpoint[]>;
  /** Changes what is known of one. Throws `managed_by_file` for an endpoint of the file, and `validation_failed`. */
  update(pool: string, id: string, change: z.output<typeof endpointUpdateSchema>): Promise<PlacedEndpoint>;
  /** Throws `managed_by_file` for an endpoint of the file. */
  remove(pool: string, id: string): Promise<void>;
  /** Removes all that were imported, and returns how many. */
  clear(pool: string): Promise<number>;
}

export function endpointActions({ db, now, publish, pools, supplied }: EndpointActionsOptions): EndpointActions {
  const listNames = () =>
    pools()
      .filter(({ kind }) => kind === 'list')
      .map(({ name }) => name);

  function declaredOf(name: string): readonly SnapshotEndpoint[] {
    const pool = pools().find((one) => one.name === name);
    if (pool?.kind === 'list') return pool.endpoints;
    if (pool) throw new AtlanticError('pool_not_list', { detail: `The pool ${name} is of the kind ${pool.kind}.` });
    const lists = listNames();
    const meant = nearest(name, lists);
    const known =
      lists.length === 0 ? 'No pool of the kind list is declared' : `Pools of the kind list: ${listed(lists)}`;
    const detail = `${known}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    throw new AtlanticError('not_found', { detail: detail.endsWith('?') ? detail : `${detail}.` });
  }

  /** A pool that the file no longer declares as a list may still have imported endpoints, to be looked at and removed. */
  async function contentOf(step: Database, name: string) {
    const imported = await listImported(step, name);
    return { declared: imported.length > 0 && !listNames().includes(name) ? [] : declaredOf(name), imported };
  }

  /** One that was imported. */
  async function importedOne(step: Database, name: string, id: string) {
    const { declared, imported } = await contentOf(step, name);
    if (declared.some((endpoint) => endpoint.id === id)) throw new AtlanticError('managed_by_file');
    const found = imported.find((endpoint) => endpoint.id === id);
    if (!found) throw new AtlanticError('not_found');
    return found;
  }

  const commit = committing(db, publish);

  return {
    async importList(name, { text, scheme, replace }) {
      const declared = declaredOf(name);
      // Read before the transaction begins: a long list takes a while, and others wait for the database.
      const list = readEndpointList(text, scheme);
      return commit(async (step) => {
        const imported = await listImported(step, name);
        const { save, remove, report } = planImport({ name, declared, imported }, list, replace);
        await removeImported(step, name, remove);
        await saveImported(step, name, save, now());
        return report;
      });
    },
    async list(name) {
      if (pools().some((pool) => pool.name === name && pool.kind === 'supply'))
        return ((await supplied()).get(name) ?? []).map((endpoint, position) => ({ ...endpoint, position }));
      const { declared, imported } = await contentOf(db, name);
      const ids = new Set(declared.map(({ id }) => id));
      return [...placeDeclared(declared), ...imported.filter(({ id }) => !ids.has(id))];
    },
    update: (name, id, change) =>
      commit(async (step) => {
        const { weight, country, state, city, asn, ...known } = await importedOne(step, name, id);
        const before = statedAttributes({ weight, country, state, city, asn });
        const after = { ...known, ...afterChange(before, readAttributes(change)) };
        await saveImported(step, name, [after], now());
        return after;
      }),
    remove: (name, id) =>
      commit(async (step) => {
        await importedOne(step, name, id);
        await removeImported(step, name, [id]);
      }),
    clear: (name) =>
      commit(async (step) => {
        const { imported } = await contentOf(step, name);
        const ids = imported.map(({ id }) => id);
        await removeImported(step, name, ids);
        return ids.length;
      }),
  };
}
