/** `atlantic plane drain|log-level|restart-workers NAME`: gives a plane a command and waits until it says that it obeyed. */
import type { PlaneCommand } from '@atlantic/contract/api.ts';
import type { OperatorOrder } from '@atlantic/contract/plane.ts';
import { LOG_LEVELS, type LogLevel } from '@atlantic/contract/process.ts';
import { Argument, type Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

/** The slowest command, a new worker for each core, is done in far less. */
const WAIT_SECONDS = 30;

function outcomeText(name: string, { acknowledgedAt, obeyed, detail }: PlaneCommand, done: string): string {
  if (acknowledgedAt === null) {
    return `${name} has not answered within ${WAIT_SECONDS} s. The command is kept, and ${name} gets it when it connects.`;
  }
  return obeyed ? `${name} ${done}.` : `${name} could not obey: ${detail ?? 'it did not say why'}`;
}

/** Gives the command, shows what became of it, and ends with 1 unless the plane obeyed. */
async function give(
  name: string,
  order: OperatorOrder,
  done: string,
  options: ConnectionOptions,
  shell: Shell,
): Promise<void> {
  const command = await connect(options, shell).planes.command(name, order, WAIT_SECONDS);
  const obeyed = command.obeyed === true;
  if (options.json) shell.out(JSON.stringify(command, null, 2));
  else (obeyed ? shell.out : shell.err)(outcomeText(name, command, done));
  if (!obeyed) shell.endWith(1);
}

export function addOrders(plane: Command, shell: Shell): void {
  addConnectionOptions(plane.command('drain'))
    .description('let a plane finish what is open, take nothing new, and end')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  atlantic plane drain berlin')
    .action((name: string, options: ConnectionOptions) =>
      give(name, { kind: 'drain' }, 'drains, and ends when what is open has finished', options, shell),
    );
  addConnectionOptions(plane.command('log-level'))
    .description('change what a plane logs, until it is started again')
    .argument('<name>')
    .addArgument(new Argument('<level>').choices(LOG_LEVELS))
    .addHelpText('after', '\nExample:\n  atlantic plane log-level berlin debug')
    .action((name: string, level: LogLevel, options: ConnectionOptions) =>
      give(name, { kind: 'log-level', level }, `logs from ${level} on`, options, shell),
    );
  addConnectionOptions(plane.command('restart-workers'))
    .description('replace the workers of a plane one by one, each by one that serves already')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  atlantic plane restart-workers berlin')
    .action((name: string, options: ConnectionOptions) =>
      give(name, { kind: 'restart-workers' }, 'serves with new workers', options, shell),
    );
}
