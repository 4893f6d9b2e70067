/** `atlantic endpoint delete ID --pool NAME`, and all that were imported with `--all`. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

interface DeleteOptions extends ConnectionOptions {
  readonly pool: string;
  readonly all?: boolean;
}

const EXAMPLES = `
Example:
  atlantic endpoint delete rented-0123456789ab --pool rented
  atlantic endpoint delete --all --pool rented`;

export function addDeleteEndpoint(endpoint: Command, shell: Shell): void {
  const remove = addConnectionOptions(endpoint.command('delete'))
    .description('delete an imported endpoint of a pool, or all of them')
    .argument('[id]', 'as atlantic endpoint list shows it')
    .requiredOption('--pool <name>', 'the pool')
    .option('--all', 'every imported endpoint of the pool')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, { pool, all, ...options }: DeleteOptions) => {
      if ((id === undefined) === (all === undefined)) {
        const message = id === undefined ? 'name an id, or --all' : 'name an id or --all, not both';
        remove.error(`error: ${message}`, { exitCode: 2 });
      }
      const { endpoints } = connect(options, shell);
      if (id === undefined) {
        const { removed } = await endpoints.clear(pool);
        const text = `Deleted ${removed} imported endpoint${removed === 1 ? '' : 's'} of ${pool}.`;
        return shell.out(options.json ? JSON.stringify({ pool, removed }) : text);
      }
      await endpoints.remove(pool, id);
      return shell.out(options.json ? JSON.stringify({ id, deleted: true }) : `Deleted ${id}.`);
    });
}
