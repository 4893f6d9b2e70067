/** `atlantic ban …`: exits that are not used for a site, or for any, until a time. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addAddBan } from './ban/add.ts';
import { addListBans } from './ban/list.ts';
import { addRemoveBan } from './ban/remove.ts';

export function addBan(program: Command, shell: Shell): void {
  const ban = program.command('ban').description('list, add and remove bans of endpoints');
  addListBans(ban, shell);
  addAddBan(ban, shell);
  addRemoveBan(ban, shell);
}
