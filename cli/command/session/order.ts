/** `atlantic session rotate|end ID`: tells every plane, and waits until they say that it holds. */

import type { SessionOrderOutcome } from '@atlantic/contract/api-session.ts';
import type { Client } from '@atlantic/contract/client.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

function planeText({ plane, state, detail }: SessionOrderOutcome['planes'][number]): string {
  if (state === 'waiting') return `${plane} has not answered. It is told again when it connects.`;
  return `${plane} could not obey: ${detail ?? 'it did not say why'}`;
}

/** Shows what became of it, and ends with 1 unless every plane obeyed. */
async function give(
  order: (sessions: Client['sessions']) => Promise<SessionOrderOutcome>,
  done: string,
  options: ConnectionOptions,
  shell: Shell,
): Promise<void> {
  const outcome = await order(connect(options, shell).sessions);
  const missing = outcome.planes.filter(({ state }) => state !== 'done').map(planeText);
  if (options.json) shell.out(JSON.stringify(outcome, null, 2));
  else (outcome.done ? shell.out : shell.err)(outcome.done ? `${outcome.id} ${done}` : missing.join('\n'));
  if (!outcome.done) shell.endWith(1);
}

const ID = 'CREDENTIAL:NAME, as atlantic session list shows it';

export function addSessionOrders(session: Command, shell: Shell): void {
  addConnectionOptions(session.command('rotate'))
    .description('give a session another exit, from its next request on')
    .argument('<id>', ID)
    .addHelpText('after', '\nExample:\n  atlantic session rotate shop:cart7')
    .action((id: string, options: ConnectionOptions) =>
      give((sessions) => sessions.rotate(id), 'has another exit from its next request on.', options, shell),
    );
  addConnectionOptions(session.command('end'))
    .description('end a session; the next request of its name begins it anew')
    .argument('<id>', ID)
    .addHelpText('after', '\nExample:\n  atlantic session end shop:cart7')
    .action((id: string, options: ConnectionOptions) =>
      give((sessions) => sessions.end(id), 'has ended.', options, shell),
    );
}
