/** The exits that can be banned, by the ids that planes know them by. Pure. */
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { NamedExit } from './rules.ts';

/** `imported`: by pool, what its file does not declare. The exit of direct pools without addresses is one for all of them. */
export function namedExits(
  pools: readonly SnapshotPool[],
  imported: ReadonlyMap<string, readonly SnapshotEndpoint[]>,
): Map<string, NamedExit> {
  const exits = new Map<string, NamedExit>();
  for (const { name, kind, endpoints, addresses } of pools) {
    if (kind === 'direct' && !addresses) exits.set('direct', { pool: null, address: 'direct' });
    for (const address of addresses ?? []) exits.set(`${name}-${address}`, { pool: name, address });
    for (const { id, address } of [...endpoints, ...(imported.get(name) ?? [])]) exits.set(id, { pool: name, address });
  }
  return exits;
}
