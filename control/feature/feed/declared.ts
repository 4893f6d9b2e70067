/** Feeds that `atlantic.yaml` declares stay there; only their names must not be those of feeds made through the API. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Database } from '../../db/schema.ts';
import { listFeeds } from './store.ts';

/** Throws `config_invalid` when a declared name belongs to a feed made through the API. */
export async function refuseTakenFeeds(db: Database, declared: readonly { readonly name: string }[]): Promise<void> {
  if (declared.length === 0) return;
  const added = new Set((await listFeeds(db)).flatMap(({ name, managed }) => (managed === 'api' ? [name] : [])));
  const taken = declared.find(({ name }) => added.has(name));
  if (!taken) return;
  const detail = `supply.feeds: "${taken.name}" was made through the API; remove it there or choose another name.`;
  throw new AtlanticError('config_invalid', { detail });
}
