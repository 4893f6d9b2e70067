/** `atlantic plane …`: the processes that serve traffic, here and on other machines. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addCreate } from './plane/create.ts';
import { addList } from './plane/list.ts';
import { addOrders } from './plane/order.ts';
import { addRevoke } from './plane/revoke.ts';

export function addPlane(program: Command, shell: Shell): void {
  const plane = program.command('plane').description('make, watch and command the planes that serve traffic');
  addCreate(plane, shell);
  addList(plane, shell);
  addOrders(plane, shell);
  addRevoke(plane, shell);
}
