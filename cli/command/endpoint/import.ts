/** `atlantic endpoint import FILE --pool NAME`: adds the endpoints of a list to a pool. */
import type { EndpointImportReport } from '@atlantic/contract/api-endpoint.ts';
import { ENDPOINT_KINDS, type EndpointKind } from '@atlantic/contract/config/endpoint-url.ts';
import { type Command, Option } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { readList } from './read-list.ts';

interface ImportOptions extends ConnectionOptions {
  readonly pool: string;
  readonly scheme?: EndpointKind;
  readonly replace?: boolean;
}

/** Rejects that a person is shown; `--json` has more. */
const SHOWN_REJECTS = 10;

function reportText(pool: string, report: EndpointImportReport): string {
  const { added, present, removed, rejected, repeated, remarked, problems } = report;
  const parts = [
    `${added} added`,
    `${present} there already`,
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(repeated > 0 ? [`${repeated} repeated in the list`] : []),
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
  ];
  const shown = problems.slice(0, SHOWN_REJECTS);
  const more = rejected + remarked - shown.length;
  return [
    `Imported into ${pool}: ${parts.join(', ')}.`,
    ...shown.map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

const NOTES = `
The list may hold lines of HOST:PORT, USER:PASSWORD@HOST:PORT, HOST:PORT:USER:PASSWORD, USER:PASSWORD:HOST:PORT
or URLs, a CSV with a header, JSON, or a JSON value a line; at most 4 MiB and 10,000 endpoints. It may say the
weight, country, state, city and asn of each: as columns, as fields, or as NAME=VALUE behind it in its line.

Example:
  atlantic endpoint import proxies.txt --pool rented
  curl -s https://provider.example/list.csv | atlantic endpoint import - --pool rented --scheme socks5 --replace`;

export function addImport(endpoint: Command, shell: Shell): void {
  addConnectionOptions(endpoint.command('import'))
    .description('add the endpoints of a list to a pool of the kind list')
    .argument('<file>', 'the list, or - for standard input')
    .requiredOption('--pool <name>', 'the pool')
    .addOption(new Option('--scheme <scheme>', 'of entries that name none (default: http)').choices(ENDPOINT_KINDS))
    .option('--replace', 'remove what was imported into the pool before and is not in the list')
    .addHelpText('after', NOTES)
    .action(async (file: string, { pool, scheme, replace, ...options }: ImportOptions) => {
      const client = connect(options, shell);
      const text = await readList(file, shell.input);
      const report = await client.endpoints.importList(pool, { text, scheme, replace });
      shell.out(options.json ? JSON.stringify(report, null, 2) : reportText(pool, report));
    });
}
