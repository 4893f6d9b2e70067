/** `atlantic credential pause|resume NAME`: stops a credential without forgetting it. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addName, givenName, type NameOption } from '../name.ts';

function addPauseState(parent: Command, shell: Shell, verb: string, paused: boolean, description: string): void {
  const command = addConnectionOptions(addName(parent.command(verb), 'credential'))
    .description(description)
    .addHelpText('after', `\nExample:\n  atlantic credential ${verb} app`)
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption) => {
      const name = givenName(command, word, options.name);
      const changed = await connect(options, shell).credentials.update(name, { paused });
      shell.out(options.json ? JSON.stringify(changed, null, 2) : `${changed.name} is ${changed.state}.`);
    });
}

export const addPause = (credential: Command, shell: Shell): void =>
  addPauseState(credential, shell, 'pause', true, 'refuse new requests of a credential until it is resumed');

export const addResume = (credential: Command, shell: Shell): void =>
  addPauseState(credential, shell, 'resume', false, 'let a paused credential work again');
