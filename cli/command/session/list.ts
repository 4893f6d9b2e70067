/** `atlantic session list`: the sessions that planes have told of. */

import type { SessionView } from '@atlantic/contract/api-session.ts';
import type { Client } from '@atlantic/contract/client.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'ID' },
  { title: 'PLANE' },
  { title: 'POOL' },
  { title: 'EXIT' },
  { title: 'SINCE' },
  { title: 'LAST USED' },
  { title: 'ENDS' },
  { title: 'REQUESTS', align: 'right' },
] as const;

/** Of a thousand each. Who has more reads them page by page from the API. */
const MOST_PAGES = 20;

interface ListOptions extends ConnectionOptions {
  readonly credential?: string;
}

async function everySession(client: Client, credential: string | undefined) {
  const sessions: SessionView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { sessions: more, next } = await client.sessions.list({ credential, cursor });
    sessions.push(...more);
    if (next === null) return { sessions, next };
    cursor = next;
  }
  return { sessions, next: cursor ?? null };
}

/** `2026-11-21 15:04:05`, in UTC as everywhere. */
const moment = (text: string | null): string => (text === null ? '-' : text.slice(0, 19).replace('T', ' '));

const rowOf = ({ id, plane, pool, exit, since, lastUsedAt, endsAt, requests }: SessionView): string[] => [
  id,
  plane,
  pool ?? '-',
  exit ?? '-',
  moment(since),
  moment(lastUsedAt),
  moment(endsAt),
  String(requests),
];

const NONE = 'No session has been used yet. Name one with: atlantic session new CREDENTIAL';

export function addListSessions(session: Command, shell: Shell): void {
  addConnectionOptions(session.command('list'))
    .description('list sessions: exit, since when, last use, end')
    .option('--credential <name>', 'only those of this credential')
    .addHelpText('after', '\nExample:\n  atlantic session list --credential shop')
    .action(async ({ credential, ...options }: ListOptions) => {
      const { sessions, next } = await everySession(connect(options, shell), credential);
      if (options.json) return shell.out(JSON.stringify({ sessions, next }, null, 2));
      const more = next === null ? '' : `\nThere are more than these ${sessions.length}.`;
      return shell.out(sessions.length === 0 ? NONE : `${formatTable(COLUMNS, sessions.map(rowOf))}${more}`);
    });
}
