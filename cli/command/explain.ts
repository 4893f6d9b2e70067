/** `atlantic explain CODE`: what an error code means and what to do. */

import { nearest } from '@atlantic/contract/config/nearest.ts';
import { CATALOGUE, type ErrorCode, type ErrorSource, isErrorCode } from '@atlantic/contract/errors.ts';
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { formatFacts, formatTable } from '../show/table.ts';

const CODES = Object.keys(CATALOGUE).filter(isErrorCode);

const FAULT: Record<ErrorSource, string> = {
  downstream: 'the client’s side (downstream)',
  gateway: 'Atlantic itself (gateway)',
  upstream: 'the far side (upstream)',
};

const entryJson = (code: ErrorCode) => ({ code, ...CATALOGUE[code] });

function entryText(code: ErrorCode): string {
  const { sentence, source, retryable, status, proxyStatus, recovery } = CATALOGUE[code];
  const facts = formatFacts([
    ['fault', FAULT[source]],
    ['retry', retryable ? 'the same request may succeed later' : 'no, the same request will fail again'],
    ['HTTP', `${status}, Proxy-Status: error=${proxyStatus}`],
    ['do', recovery],
  ]);
  return `${code}: ${sentence}\n${facts}`;
}

const listText = (): string =>
  formatTable(
    [{ title: 'CODE' }, { title: 'MEANING' }],
    CODES.map((code) => [code, CATALOGUE[code].sentence]),
  );

export function addExplain(program: Command, shell: Shell): void {
  const explain = program
    .command('explain')
    .description('tell what an error code means and what to do; without a code, list them all')
    .argument('[code]', 'for example quota_exceeded')
    .option('--json', 'print the catalogue entry as JSON')
    .addHelpText('after', '\nExample:\n  atlantic explain quota_exceeded')
    .action((code: string | undefined, { json }: { json?: boolean }) => {
      if (code === undefined)
        return shell.out(json ? JSON.stringify({ errors: CODES.map(entryJson) }, null, 2) : listText());
      if (isErrorCode(code)) return shell.out(json ? JSON.stringify(entryJson(code), null, 2) : entryText(code));
      const meant = nearest(code, CODES);
      const hint = meant === undefined ? 'atlantic explain lists them all.' : `Did you mean ${meant}?`;
      return explain.error(`error: there is no code ${JSON.stringify(code)}. ${hint}`, { exitCode: 2 });
    });
}
