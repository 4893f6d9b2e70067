/** `atlantic endpoint update ID --pool NAME`: what is known of an imported endpoint beside its address. */
import type { EndpointUpdate, EndpointView } from '@atlantic/contract/api-endpoint.ts';
import { ATTRIBUTE_RULES, ATTRIBUTES, type AttributeKey } from '@atlantic/contract/endpoint-attributes.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showPlace } from '../../show/place.ts';

type UpdateOptions = ConnectionOptions & { readonly pool: string } & { readonly [Key in AttributeKey]?: string };

/** The option parser has no null. */
const NONE = 'none';

const WORDS: Readonly<Record<AttributeKey, string>> = {
  weight: 'how much of the traffic it takes, next to the others: 0.01 to 1000, or none for 1',
  country: 'where its exit is: a code of two letters, or none',
  state: 'of the country, or none',
  city: 'of the country, or none',
  asn: 'the number of its network, or none',
};

/** A parser of what `key` may be, or none. */
const parserOf = (key: AttributeKey) => (text: string) => {
  const { parse, values } = ATTRIBUTE_RULES[key];
  if (text !== NONE && parse(text) === undefined) throw new InvalidArgumentError(`It must be ${values}; or none.`);
  return text;
};

const changeOf = (options: UpdateOptions): EndpointUpdate =>
  Object.fromEntries(
    ATTRIBUTES.flatMap((key) => {
      const text = options[key];
      return text === undefined ? [] : [[key, text === NONE ? null : text]];
    }),
  );

const text = (endpoint: EndpointView): string =>
  `${endpoint.address} has the weight ${endpoint.weight}, and its place is ${showPlace(endpoint) || 'not known'}.`;

const EXAMPLES = `
Example:
  atlantic endpoint update rented-0123456789ab --pool rented --weight 3
  atlantic endpoint update rented-0123456789ab --pool rented --country us --city new_york --asn none`;

export function addUpdateEndpoint(endpoint: Command, shell: Shell): void {
  const update = addConnectionOptions(endpoint.command('update'))
    .description('change the weight or the place of an imported endpoint')
    .argument('<id>', 'as atlantic endpoint list shows it')
    .requiredOption('--pool <name>', 'the pool');
  for (const key of ATTRIBUTES) update.option(`--${key} <value>`, WORDS[key], parserOf(key));
  update.addHelpText('after', EXAMPLES).action(async (id: string, options: UpdateOptions) => {
    const change = changeOf(options);
    if (Object.keys(change).length === 0)
      update.error(`error: nothing to change: give one of --${ATTRIBUTES.join(', --')}`, { exitCode: 2 });
    const updated = await connect(options, shell).endpoints.update(options.pool, id, change);
    shell.out(options.json ? JSON.stringify(updated, null, 2) : text(updated));
  });
}
