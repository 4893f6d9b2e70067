import { COUNTRIES } from '@atlantic/contract/options/countries.ts';
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import { supportedOf } from '@atlantic/contract/provider/product.ts';
import { providerNames } from '@atlantic/contract/provider/read.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descriptionOf, everyProvider, providerOf } from '../fixture/provider.ts';
import { askedOptions } from './asked.ts';
import { optionsProblem } from './options-problem.ts';
import { render, writeLogin } from './render.ts';

const examples = providerNames().flatMap((provider) =>
  descriptionOf(provider).examples.map((example) => ({ provider, ...example })),
);

describe('the logins that providers document', () => {
  it.each(examples)('$provider $product $options', ({ provider, product, options, username, password }) => {
    const { lifetime, ...others } = options;
    const asked = (lifetime === undefined ? others : { ...others, lifetimeMinutes: lifetime }) as RequestOptions;
    expect(optionsProblem(providerOf(provider, product), asked)).toBeUndefined();
    expect(writeLogin(providerOf(provider, product), asked, options.session)).toEqual({ username, password });
  });

  it.each(providerNames())('of %s show every option that it supports', (name) => {
    const shown = examples.filter(({ provider }) => provider === name).flatMap(({ options }) => Object.keys(options));
    const described = descriptionOf(name).options.map(({ option }) => option);
    expect(described.filter((option) => !shown.includes(option))).toEqual([]);
  });
});

const place = fc.stringMatching(/^[a-z0-9_]{1,64}$/);

/** Any options, whether or not they go together. */
const anyOptions: fc.Arbitrary<RequestOptions> = fc
  .record(
    {
      country: fc.constantFrom(...COUNTRIES, 'us', 'us'),
      state: fc.oneof(place, fc.constantFrom('ny', 'ohio', 'new_york')),
      city: fc.oneof(place, fc.constantFrom('chicago', 'los_angeles', 'country_us', 'session_a')),
      asn: fc.integer({ min: 1, max: 4_294_967_295 }),
      session: fc.stringMatching(/^[0-9A-Za-z._~]{1,64}$/),
      lifetimeMinutes: fc.integer({ min: 1, max: 1440 }),
      strict: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((options) => {
    const { country, session } = options;
    const { state: _state, city: _city, ...nowhere } = options;
    const { lifetimeMinutes: _lifetime, strict: _strict, ...fleeting } = country === undefined ? nowhere : options;
    return session === undefined ? fleeting : country === undefined ? nowhere : options;
  });

describe.each(everyProvider())('$name $product', (provider) => {
  const { separator, carrier, login } = provider;
  const base = login[carrier];

  /** What follows the account in the text that carries the options. */
  const optionTexts = (text: string): string[] => {
    expect(text.startsWith(base)).toBe(true);
    return text
      .slice(base.length)
      .split(separator)
      .filter((part) => part !== '');
  };

  it('writes for options nothing but themselves: none can be slipped in through another', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        if (optionsProblem(provider, options)) return;
        const asked = askedOptions(options);
        const written = render(provider, options, 'credential');
        const other = carrier === 'username' ? 'password' : 'username';
        expect(written[other]).toBe(login[other]);
        expect(written.username).toMatch(/^[\x21-\x7e]*$/);
        expect(written.username).not.toContain(':');
        // Each text belongs to one rule, in their order: its own words around a value without the separator.
        const texts = optionTexts(written[carrier]).join(separator);
        const due = provider.options.filter(
          (rule) =>
            rule.option !== 'rotate' &&
            (asked.has(rule.option) ||
              (rule.option === 'country' && rule.otherwise !== undefined) ||
              (rule.option === 'lifetime' && asked.has('session') && rule.default !== undefined)) &&
            !rule.unless?.some((name) => asked.has(name)),
        );
        const forms = due.map((rule) => {
          if (rule.option === 'rotate') return '';
          const form = rule.option === 'country' && !asked.has('country') ? (rule.otherwise ?? '') : rule.write;
          const parts = form.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
          return parts.join(`[^${separator}]+`);
        });
        const expected = forms.length === 0 ? (base === '' ? provider.empty : '') : forms.join(separator);
        expect(texts).toMatch(new RegExp(`^${expected}$`));
      }),
      { numRuns: 300 },
    );
  });

  it('asks for a new exit by naming none', () => {
    expect(render(provider, { rotate: 'request' }, 'first')).toEqual(render(provider, {}, 'first'));
  });
});

const withSessions = everyProvider().filter((provider) => supportedOf(provider).includes('session'));

describe.each(withSessions)('$name $product', (provider) => {
  it('keeps the sessions of two credentials apart', () => {
    const one = render(provider, { session: 'cart' }, 'first');
    expect(render(provider, { session: 'cart' }, 'first')).toEqual(one);
    expect(render(provider, { session: 'cart' }, 'second')).not.toEqual(one);
    expect(render(provider, { session: 'Cart' }, 'first')).not.toEqual(one);
    expect(one[provider.carrier]).not.toContain('cart');
  });
});

it('gives a session of the same name another id in another country, so that the exit is where it was asked for', () => {
  const idOf = (country: string) => render(providerOf('oxylabs'), { country, session: 'a' }, 'c').username.slice(-16);
  expect(idOf('us')).not.toBe(idOf('de'));
});

it('writes the longest lifetime for a session without one where the description says so', () => {
  expect(render(providerOf('iproyal'), { session: 'a' }, 'c').password).toMatch(
    /^PASSWORD_session-[0-9a-z]{8}_lifetime-10080m$/,
  );
});
