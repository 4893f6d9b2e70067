import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import { supportedOf } from '@atlantic/contract/provider/product.ts';
import { describe, expect, it } from 'vitest';
import { everyProvider, providerOf } from '../fixture/provider.ts';
import { askedOptions } from './asked.ts';
import { optionsProblem } from './options-problem.ts';

const EVERY: readonly RequestOptions[] = [
  { country: 'us' },
  { asn: 7922 },
  { session: 'a' },
  { session: 'a', lifetimeMinutes: 10 },
  { session: 'a', strict: true },
  { rotate: 'request' },
  { country: 'us', city: 'chicago' },
];

describe.each(everyProvider())('$name $product', (provider) => {
  it.each(EVERY)('takes %j, or says which option it does not know and which it does', (options) => {
    const supported = supportedOf(provider);
    const unknown = [...askedOptions(options).keys()].find((option) => !supported.includes(option));
    if (unknown === undefined) return expect(optionsProblem(provider, options)).toBeUndefined();
    const list = supported.length === 0 ? 'no options' : `the options ${supported.join(', ')}`;
    const detail = `The provider ${provider.name} ${provider.product} does not know the option ${unknown}; it supports ${list}.`;
    expect(optionsProblem(provider, options)).toMatchObject({ code: 'exit_unmatched', detail });
  });
});

it.each<[name: string, product: string | undefined, options: RequestOptions, detail: string]>([
  ['oxylabs', undefined, { asn: 1, country: 'us' }, 'does not combine the options asn and country'],
  ['oxylabs', undefined, { country: 'de', state: 'berlin' }, 'knows the option state in us alone'],
  ['brightdata', undefined, { country: 'us', state: 'california' }, 'takes a code of 2 letters for the option state'],
  ['brightdata', undefined, { country: 'us', city: '__' }, 'needs a letter or a digit in the option city'],
  ['iproyal', undefined, { country: 'us', city: 'new_york' }, 'takes names of one word for the option city'],
  ['soax-package', undefined, { session: 'a', lifetimeMinutes: 61 }, 'keeps a session for at most 60 minutes'],
])('%s %s refuses %j', (name, product, options, detail) => {
  expect(optionsProblem(providerOf(name, product), options)).toMatchObject({
    code: 'exit_unmatched',
    detail: expect.stringContaining(detail),
  });
});

it('takes what is just within', () => {
  const hour = { session: 'a', lifetimeMinutes: 60 };
  expect(optionsProblem(providerOf('soax-package'), hour)).toBeUndefined();
  const place = { country: 'us', state: 'ca', session: 'a', strict: false };
  expect(optionsProblem(providerOf('brightdata'), place)).toBeUndefined();
});
