/** A credential with its secret, shown this once. */
import type { CredentialWithSecret } from '@atlantic/contract/api.ts';
import { showLimits } from '../../show/limits.ts';
import { shellWord } from '../../show/quote.ts';
import { formatFacts } from '../../show/table.ts';

export function secretText(sentence: string, made: CredentialWithSecret): string {
  const { name, username, secret } = made;
  return [
    sentence,
    formatFacts([
      ['username', username],
      ['secret', secret],
      ['limits', showLimits(made)],
    ]),
    `The secret is shown only now. Make a new one with: atlantic credential rotate ${shellWord(name)}`,
  ].join('\n');
}
