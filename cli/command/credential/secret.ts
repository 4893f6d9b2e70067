/** A credential with its secret, shown this once. */
import type { CredentialWithSecret } from '@atlantic/contract/api.ts';
import { showQuota } from '../../show/quota.ts';
import { shellWord } from '../../show/quote.ts';
import { formatFacts } from '../../show/table.ts';

export function secretText(sentence: string, { name, username, secret, quota }: CredentialWithSecret): string {
  return [
    sentence,
    formatFacts([
      ['username', username],
      ['secret', secret],
      ['quota', showQuota(quota)],
    ]),
    `The secret is shown only now. Make a new one with: atlantic credential rotate ${shellWord(name)}`,
  ].join('\n');
}
