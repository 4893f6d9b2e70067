/** Whether a provider can do what a request asks: said before anything is leased or paid for. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import { supportedOf } from '@atlantic/contract/provider/product.ts';
import type { OptionRule, ProviderOption, SnapshotProvider } from '@atlantic/contract/provider/schema.ts';
import { askedOptions } from './asked.ts';

type Asked = ReadonlyMap<ProviderOption, string>;

/** Why the place cannot be chosen; undefined when it can. */
function placeFault(rule: Extract<OptionRule, { option: 'state' | 'city' }>, asked: Asked): string | undefined {
  const { option, countries, length, spaces } = rule;
  const value = asked.get(option) ?? '';
  const country = asked.get('country') ?? '';
  // Without its underscores there would be no value left, and the next option in its place.
  if (/^_*$/.test(value)) return `needs a letter or a digit in the option ${option}`;
  if (countries && !countries.includes(country)) return `knows the option ${option} in ${countries.join(', ')} alone`;
  if (length !== undefined && value.length !== length)
    return `takes a code of ${length} letters for the option ${option}`;
  return spaces === undefined && value.includes('_') ? `takes names of one word for the option ${option}` : undefined;
}

function ruleFault(rule: OptionRule, asked: Asked): string | undefined {
  if (rule.option === 'rotate') return undefined;
  const contrary = rule.excludes?.find((option) => asked.has(option));
  if (contrary !== undefined) return `does not combine the options ${rule.option} and ${contrary}`;
  if (rule.option === 'state' || rule.option === 'city') return placeFault(rule, asked);
  if (rule.option === 'lifetime' && Number(asked.get('lifetime')) > rule.most)
    return `keeps a session for at most ${rule.most} minutes`;
  return undefined;
}

/** An `exit_unmatched` whose detail names the provider, the option and what there is instead; undefined when all can be done. */
export function optionsProblem(provider: SnapshotProvider, options: RequestOptions): AtlanticError | undefined {
  const asked = askedOptions(options);
  const who = `${provider.name} ${provider.product}`;
  const supported = supportedOf(provider);
  const unknown = [...asked.keys()].find((option) => !supported.includes(option));
  if (unknown !== undefined) {
    const list = supported.length === 0 ? 'no options' : `the options ${supported.join(', ')}`;
    const detail = `The provider ${who} does not know the option ${unknown}; it supports ${list}.`;
    return new AtlanticError('exit_unmatched', { detail });
  }
  for (const rule of provider.options) {
    const fault = asked.has(rule.option) ? ruleFault(rule, asked) : undefined;
    if (fault !== undefined) return new AtlanticError('exit_unmatched', { detail: `The provider ${who} ${fault}.` });
  }
  return undefined;
}
