/** `atlantic account …`: credentials that share limits. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addCreateAccount } from './account/create.ts';
import { addDeleteAccount } from './account/delete.ts';
import { addListAccounts } from './account/list.ts';
import { addUpdateAccount } from './account/update.ts';

export function addAccount(program: Command, shell: Shell): void {
  const account = program.command('account').description('make and change accounts, whose credentials share limits');
  addCreateAccount(account, shell);
  addListAccounts(account, shell);
  addUpdateAccount(account, shell);
  addDeleteAccount(account, shell);
}
