/** `atlantic credential …`: what clients prove themselves with. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addCreate } from './credential/create.ts';
import { addDelete } from './credential/delete.ts';
import { addList } from './credential/list.ts';
import { addPause, addResume } from './credential/pause.ts';
import { addRotate } from './credential/rotate.ts';
import { addUpdate } from './credential/update.ts';

export function addCredential(program: Command, shell: Shell): void {
  const credential = program.command('credential').description('make and change what clients prove themselves with');
  addCreate(credential, shell);
  addList(credential, shell);
  addUpdate(credential, shell);
  addRotate(credential, shell);
  addPause(credential, shell);
  addResume(credential, shell);
  addDelete(credential, shell);
}
