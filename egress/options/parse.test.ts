import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import { COUNTRIES } from '@atlantic/contract/options/countries.ts';
import { OPTION_RULES, type RequestOptions } from '@atlantic/contract/options/table.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsOf, parseUsername } from './parse.ts';

/** Both steps at once: the user name, and its options or what is wrong with them. */
function read(
  text: string,
  headers: HeaderList = [],
  preset: readonly GivenOption[] = [],
): { username: string; options: RequestOptions } | { username: string; error: AtlanticError } {
  const parsed = parseUsername(text, headers);
  const { username } = parsed;
  try {
    return { username, options: optionsOf(parsed, preset) };
  } catch (error) {
    return { username, error: error as AtlanticError };
  }
}

const place = fc.stringMatching(/^[a-z0-9_]{1,64}$/);

/** Any options that go together. */
const anyOptions: fc.Arbitrary<RequestOptions> = fc
  .record(
    {
      country: fc.constantFrom(...COUNTRIES),
      state: place,
      city: place,
      asn: fc.integer({ min: 1, max: 4_294_967_295 }),
      session: fc.stringMatching(/^[0-9A-Za-z._~]{1,64}$/),
      lifetimeMinutes: fc.integer({ min: 1, max: 43_200 }),
      idleMinutes: fc.integer({ min: 1, max: 43_200 }),
      rotate: fc.constantFrom('request' as const, 'now' as const),
      strict: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map(({ state, city, lifetimeMinutes, idleMinutes, rotate, strict, ...free }) => ({
    ...free,
    ...(free.country !== undefined && { state, city }),
    ...(free.session === undefined
      ? { rotate: rotate === 'now' ? undefined : rotate }
      : { lifetimeMinutes, idleMinutes, strict, rotate: rotate === 'request' ? undefined : rotate }),
  }))
  .map((options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));

/** As a client would write the options of these keys. */
function written(options: RequestOptions, keys: readonly string[]): { name: string; value: string }[] {
  const textOf = (value: unknown) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value));
  return OPTION_RULES.filter(({ key }) => keys.includes(key)).map(({ name, key }) => ({
    name,
    value: textOf(options[key]),
  }));
}

describe('options', () => {
  it('are read as they were written, in either place or some in each', () => {
    const withHeader = anyOptions.chain((options) =>
      fc.tuple(fc.constant(options), fc.shuffledSubarray(Object.keys(options), { minLength: 0 })),
    );
    fc.assert(
      fc.property(withHeader, ([options, inHeader]) => {
        const inName = Object.keys(options).filter((key) => !inHeader.includes(key));
        const words = written(options, inName).map(({ name, value }) => `-${name}-${value.replaceAll('-', '.')}`);
        const members = written(options, inHeader).map(({ name, value }) => `${name}="${value}"`);
        const parsed = read(`alice${words.join('')}`, [['Proxy-Options', members.join(', ')]]);
        expect(parsed).toEqual({ username: 'alice', options });
      }),
    );
  });

  it('may need each other across the two, and may not stand in both', () => {
    expect(read('alice-session-a', [['proxy-options', 'lifetime=10']])).toEqual({
      username: 'alice',
      options: { session: 'a', lifetimeMinutes: 10 },
    });
    expect(read('alice-rotate-request', [['Proxy-Options', 'session=a']])).toHaveProperty(
      'error.code',
      'option_conflict',
    );
    expect(read('alice-asn-1', [['Proxy-Options', 'asn=1']])).toHaveProperty('error.detail', 'It is the option asn.');
  });
});

describe('any text at all', () => {
  const word = fc.oneof(
    fc.constantFrom('', ...OPTION_RULES.map(({ name }) => name), 'us', 'a', '10', 'on', 'request', '__proto__'),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  const text = fc.array(word, { maxLength: 8 });

  it('is options nobody can change, or an error that names one', () => {
    fc.assert(
      fc.property(text, text, (words, members) => {
        const parsed = read(['alice', ...words].join('-'), [['Proxy-Options', members.join('=')]]);
        expect(parsed.username).toBe('alice');
        if ('options' in parsed) {
          expect(Object.isFrozen(parsed.options)).toBe(true);
          return;
        }
        expect(parsed.error.code).toMatch(/^option_(?:unknown|malformed|duplicate|conflict)$/);
        expect(parsed.error.detail).toMatch(
          /^(?:There is no option "|The option [a-z]+ |It is the option [a-z]+\.|Proxy-Options )/,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('names the option whose value is wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPTION_RULES), fc.string({ minLength: 65 }), ({ name }, value) => {
        const wrong = value.replaceAll('-', '_');
        const parsed = read(`alice-${name}-${wrong}`);
        const detail = expect.stringMatching(`^The option ${name} must be `);
        expect(parsed).toMatchObject({ username: 'alice', error: { code: 'option_malformed', detail } });
        expect(JSON.stringify(parsed)).not.toContain(wrong);
      }),
    );
  });
});

it.each([
  ['scraper', {}],
  ['scraper-country-de', { country: 'de' }],
  ['scraper-session-cart7-lifetime-30-strict-on', { session: 'cart7', lifetimeMinutes: 30, strict: true }],
])('%s, as docs/options.md shows it', (text, options) => {
  expect(read(text)).toEqual({ username: 'scraper', options });
});

describe('options that a listener or a credential sets', () => {
  const preset = [{ name: 'session', value: 'cart7' }];

  it('are added to those of the client', () => {
    const headers = [['Proxy-Options', 'strict=on']] as const;
    const parsed = parseUsername('alice-lifetime-10', headers);
    expect(optionsOf(parsed, preset)).toEqual({ session: 'cart7', lifetimeMinutes: 10, strict: true });
  });

  it('cannot be set again, not even to the same value', () => {
    const twice = expect.objectContaining({
      code: 'option_duplicate',
      detail: 'It is the option session, which the listener or the credential sets.',
    });
    expect(() => optionsOf(parseUsername('alice-session-cart7'), preset)).toThrow(twice);
    expect(() => optionsOf(parseUsername('alice', [['Proxy-Options', 'session=other']]), preset)).toThrow(twice);
  });
});
