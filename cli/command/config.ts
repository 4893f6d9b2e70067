/** `atlantic config`: looks at configuration files, and applies them to the Atlantic that runs. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addApply } from './config/apply.ts';
import { addCheck } from './config/check.ts';
import { addHistory } from './config/history.ts';

export function addConfig(program: Command, shell: Shell): void {
  const config = program.command('config').description('check configuration files, and apply them while Atlantic runs');
  addCheck(config, shell);
  addApply(config, shell);
  addHistory(config, shell);
}
