/** `atlantic endpoint …`: what pools of the kind list lead through. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addDeleteEndpoint } from './endpoint/delete.ts';
import { addImport } from './endpoint/import.ts';
import { addListEndpoints } from './endpoint/list.ts';
import { addTestEndpoint } from './endpoint/test-endpoint.ts';
import { addUpdateEndpoint } from './endpoint/update.ts';

export function addEndpoint(program: Command, shell: Shell): void {
  const endpoint = program
    .command('endpoint')
    .description('import, list, test, describe and delete the endpoints of pools');
  addImport(endpoint, shell);
  addListEndpoints(endpoint, shell);
  addTestEndpoint(endpoint, shell);
  addUpdateEndpoint(endpoint, shell);
  addDeleteEndpoint(endpoint, shell);
}
