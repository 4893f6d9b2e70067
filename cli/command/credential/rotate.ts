/** `atlantic credential rotate NAME`: gives a credential a new secret. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addName, givenName, type NameOption } from '../name.ts';
import { secretText } from './secret.ts';

export function addRotate(credential: Command, shell: Shell): void {
  const rotate = addConnectionOptions(addName(credential.command('rotate'), 'credential'))
    .description('give a credential a new secret; the old one stops working at once')
    .addHelpText('after', '\nExample:\n  atlantic credential rotate app')
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption) => {
      const name = givenName(rotate, word, options.name);
      const rotated = await connect(options, shell).credentials.rotate(name);
      const sentence = `${rotated.name} has a new secret; the old one no longer works.`;
      shell.out(options.json ? JSON.stringify(rotated, null, 2) : secretText(sentence, rotated));
    });
}
