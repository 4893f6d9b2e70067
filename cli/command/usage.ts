/** `atlantic usage`: what each credential has spent. */
import type { Usage } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../connection.ts';
import type { Shell } from '../shell.ts';
import { showBytes } from '../show/quantity.ts';
import { showQuota } from '../show/quota.ts';
import { formatTable } from '../show/table.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'REQUESTS', align: 'right' },
  { title: 'FAILED', align: 'right' },
  { title: 'REFUSED', align: 'right' },
  { title: 'UP', align: 'right' },
  { title: 'DOWN', align: 'right' },
  { title: 'TOTAL', align: 'right' },
  { title: 'QUOTA' },
] as const;

const NOTHING_YET = 'Nothing has been used yet. Make a credential with: atlantic credential create --name NAME';

function usageText({ credentials }: Usage): string {
  if (credentials.length === 0) return NOTHING_YET;
  const rows = credentials.map(({ name, requests, outcomes, bytesUp, bytesDown, total, quota }) => [
    name,
    String(requests),
    String(outcomes.failed),
    String(outcomes.refused),
    showBytes(bytesUp),
    showBytes(bytesDown),
    showBytes(total),
    showQuota(quota),
  ]);
  return formatTable(COLUMNS, rows);
}

export function addUsage(program: Command, shell: Shell): void {
  addConnectionOptions(program.command('usage'))
    .description('show what each credential has spent')
    .option('--credential <name>', 'only this one')
    .addHelpText('after', '\nExample:\n  atlantic usage --credential app --json')
    .action(async (options: ConnectionOptions & { credential?: string }) => {
      const usage = await connect(options, shell).usage(options.credential);
      shell.out(options.json ? JSON.stringify(usage, null, 2) : usageText(usage));
    });
}
