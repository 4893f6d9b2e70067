/** `atlantic session …`: rows of requests that keep their exit. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addListSessions } from './session/list.ts';
import { addNewSession } from './session/new.ts';
import { addSessionOrders } from './session/order.ts';
import { addReportSession } from './session/report.ts';

export function addSession(program: Command, shell: Shell): void {
  const session = program
    .command('session')
    .description('name, list, rotate, report and end sessions, which keep their exit');
  addNewSession(session, shell);
  addListSessions(session, shell);
  addSessionOrders(session, shell);
  addReportSession(session, shell);
}
