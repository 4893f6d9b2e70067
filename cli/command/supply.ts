/** `atlantic supply …`: runs of supply, and what it publishes. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addHistory } from './supply/history.ts';
import { addProxies } from './supply/proxies.ts';
import { addAbort, addRun } from './supply/run.ts';
import { addSupplyStatus } from './supply/status.ts';

export function addSupply(program: Command, shell: Shell): void {
  const supply = program.command('supply').description('run supply, and see what it found');
  addSupplyStatus(supply, shell);
  addRun(supply, shell);
  addAbort(supply, shell);
  addHistory(supply, shell);
  addProxies(supply, shell);
}
