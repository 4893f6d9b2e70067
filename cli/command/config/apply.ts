/** `atlantic config diff FILE` and `atlantic config apply FILE`: what a file changes about the Atlantic that runs, and the change. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { type ConfigApplied, formatChange } from '@atlantic/contract/config-change.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

interface ApplyOptions extends ConnectionOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const LONGEST_LABEL = 200;

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AtlanticError('config_invalid', { detail: `${file}: cannot be read (${code}).` });
  }
}

function diffText(file: string, { revision, changes }: ConfigApplied): string {
  const against = `revision ${revision}, which is in force`;
  if (changes.length === 0) return `${file} changes nothing about ${against}.`;
  return [`${file} changes, about ${against}:`, ...changes.map((change) => `  ${formatChange(change)}`)].join('\n');
}

/** A person says yes with y or yes; the end of the input is a no. */
async function isConfirmed(shell: Shell): Promise<boolean> {
  shell.out('Apply it? [y/N]');
  const lines = createInterface({ input: Readable.from(shell.input()) });
  for await (const line of lines) return /^\s*y(?:es)?\s*$/i.test(line);
  return false;
}

async function apply(file: string, options: ApplyOptions, shell: Shell): Promise<number> {
  const { json, dryRun, yes } = options;
  const text = readText(file);
  const label = file.slice(-LONGEST_LABEL);
  const client = connect(options, shell);
  const said = await client.config.apply(text, { dry: true, label });
  if (!json) shell.out(diffText(file, said));
  else if (dryRun) shell.out(JSON.stringify(said, null, 2));
  if (dryRun) return 0;
  if (!yes && !(shell.isTerminal && (await isConfirmed(shell)))) {
    shell.err('Nothing was applied. With --yes nobody is asked.');
    return 1;
  }
  const done = await client.config.apply(text, { dry: false, label });
  shell.out(json ? JSON.stringify(done, null, 2) : `Applied; revision ${done.revision} is in force.`);
  return 0;
}

const NOTES = `
All of the file is applied, or nothing of it. Open connections go on as they began; new requests follow the new file.
What is applied is kept in the file that atlantic up was started with, so that the next start reads it. Where that file
was edited since, or cannot be written, nothing is applied: edit it, and send SIGHUP to atlantic up.
`;

export function addApply(config: Command, shell: Shell): void {
  addConnectionOptions(config.command('diff'))
    .description('say what a file would change about the Atlantic that runs')
    .argument('<file>')
    .addHelpText('after', '\nExample:\n  atlantic config diff atlantic.yaml')
    .action(async (file: string, options: ConnectionOptions) =>
      shell.endWith(await apply(file, { ...options, dryRun: true }, shell)),
    );
  addConnectionOptions(config.command('apply'))
    .description('say what a file changes, and apply it to the Atlantic that runs')
    .argument('<file>')
    .option('--dry-run', 'only say what it would change')
    .option('--yes', 'apply it without asking')
    .addHelpText('after', `${NOTES}\nExample:\n  atlantic config apply atlantic.yaml --yes`)
    .action(async (file: string, options: ApplyOptions) => shell.endWith(await apply(file, options, shell)));
}
