/** What is written into user name and password, so that a provider's gateway takes the exit that was asked for. Pure. */
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { OptionRule, ProviderOption, SnapshotProvider } from '@atlantic/contract/provider/schema.ts';
import { fillTemplate } from '@atlantic/contract/provider/text-problem.ts';
import { askedOptions } from './asked.ts';
import { sessionId } from './session-id.ts';

export interface ProviderLogin {
  readonly username: string;
  readonly password: string;
}

const SPACE = { underscore: '_', plus: '+', none: '' } as const;
const SECONDS = 60;

/** A value as this provider writes it. */
function written(rule: OptionRule, value: string): string {
  if (rule.option === 'country') return rule.case === 'upper' ? value.toUpperCase() : value;
  if (rule.option === 'state' || rule.option === 'city')
    return value.replaceAll('_', rule.spaces === undefined ? '_' : SPACE[rule.spaces]);
  if (rule.option === 'lifetime' && rule.unit === 'seconds') return String(Number(value) * SECONDS);
  return value;
}

/** The text for one option; undefined where none is due. */
function textOf(rule: OptionRule, values: ReadonlyMap<ProviderOption, string>): string | undefined {
  if (rule.option === 'rotate' || rule.unless?.some((other) => values.has(other))) return undefined;
  if (values.has(rule.option)) return fillTemplate(rule.write, (name) => values.get(name as ProviderOption));
  return rule.option === 'country' ? rule.otherwise : undefined;
}

/**
 * The login for options that `optionsProblem` has let pass; what a provider does not know is left out. `session` is the id
 * that the provider shall see.
 */
export function writeLogin(
  provider: SnapshotProvider,
  options: RequestOptions,
  session: string | undefined,
): ProviderLogin {
  const { carrier, separator, empty, login } = provider;
  const asked = askedOptions(options);
  if (session !== undefined) asked.set('session', session);
  const values = new Map<ProviderOption, string>();
  for (const rule of provider.options) {
    const standard = rule.option === 'lifetime' && asked.has('session') ? rule.default : undefined;
    const value = asked.get(rule.option) ?? standard?.toString();
    if (value !== undefined) values.set(rule.option, written(rule, value));
  }
  const parts = [login[carrier], ...provider.options.map((rule) => textOf(rule, values))];
  const text = parts.filter((part) => part !== undefined && part !== '').join(separator);
  return { ...login, [carrier]: text === '' ? empty : text };
}

/**
 * The login of a request of this credential. A session of the same name is another one for another credential, and for
 * another place: a provider would go on with the exit it has, wherever that is. Nor is it the same in its next `life` (see
 * `SessionWord`).
 */
export function render(
  provider: SnapshotProvider,
  options: RequestOptions,
  credential: string,
  life = 0,
): ProviderLogin {
  const { session, country = null, state = null, city = null, asn } = options;
  const rule = provider.options.find(({ option }) => option === 'session');
  if (session === undefined || rule?.option !== 'session') return writeLogin(provider, options, undefined);
  const place = [country, state, city, asn === undefined ? null : String(asn)];
  const parts = [credential, session, ...place, ...(life === 0 ? [] : [String(life)])];
  return writeLogin(provider, options, sessionId(parts, rule));
}
