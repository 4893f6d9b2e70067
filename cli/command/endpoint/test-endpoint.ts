/** `atlantic endpoint test ID|ADDRESS`: has every connected plane ask a judge through an endpoint, now. */
import type { EndpointTest } from '@atlantic/contract/api-endpoint.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { everyEndpoint } from './list.ts';

interface TestOptions extends ConnectionOptions {
  readonly pool?: string;
  readonly url?: string;
}

const WHOSE = {
  endpoint: 'the endpoint’s fault',
  judge: 'the judge’s fault',
  either: 'the endpoint’s fault or the judge’s',
  gateway: 'the gateway’s fault',
} as const;

function resultText({ plane, result, problem }: EndpointTest['planes'][number]): string {
  if (!result) return `${plane}: no result. ${problem ?? 'It did not say why.'}`;
  const { reached, milliseconds, exitAddress, code, detail, fault } = result;
  if (reached) return `${plane}: reached in ${milliseconds} ms${exitAddress === undefined ? '' : ` as ${exitAddress}`}`;
  const whose = fault === undefined ? '' : `, ${WHOSE[fault]}`;
  return `${plane}: failed after ${milliseconds} ms: ${code ?? 'unknown'}${whose}${detail === undefined ? '' : `. ${detail}`}`;
}

/** The endpoints that are meant: one whose id it is, or all whose address it is. */
async function idsOf(word: string, pool: string | undefined, client: ReturnType<typeof connect>): Promise<string[]> {
  if (!word.includes('://')) return [word];
  const found = (await everyEndpoint(client, pool)).filter(({ address }) => address === word);
  if (found.length > 0) return found.map(({ id }) => id);
  throw new AtlanticError('not_found', { detail: `No endpoint has the address ${word}.` });
}

const NOBODY = 'No plane is connected, so nobody can test.';
const EXAMPLES = `
Example:
  atlantic endpoint test rented-0123456789ab
  atlantic endpoint test http://proxy-1.example:3128 --pool rented --url https://judge.example/ip`;

export function addTestEndpoint(endpoint: Command, shell: Shell): void {
  addConnectionOptions(endpoint.command('test'))
    .description('ask a judge through an endpoint, now and from every plane; it counts for nothing')
    .argument('<endpoint>', 'id or address, as atlantic endpoint list shows them')
    .option('--pool <name>', 'where to look for the address (default: every pool)')
    .option('--url <url>', 'the page to ask for (default: the judge of the pool)')
    .addHelpText('after', EXAMPLES)
    .action(async (word: string, { pool, url, ...options }: TestOptions) => {
      const client = connect(options, shell);
      const ids = await idsOf(word, pool, client);
      const tests: EndpointTest[] = [];
      for (const id of ids) tests.push(await client.endpoints.test(id, url));
      const lines = tests.flatMap(({ endpoint: id, address, planes }) => [
        `${address} (${id})`,
        ...(planes.length === 0 ? [NOBODY] : planes.map(resultText)).map((line) => `  ${line}`),
      ]);
      shell.out(options.json ? JSON.stringify({ tests }, null, 2) : lines.join('\n'));
      if (!tests.every(({ planes }) => planes.length > 0 && planes.every(({ result }) => result?.reached)))
        shell.endWith(1);
    });
}
