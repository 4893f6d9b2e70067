import { describe, expect, it } from 'vitest';
import { definitionOf, neededOf, productOf, supportedOf } from './product.ts';
import { readProvider } from './read.ts';
import { type Provider, snapshotProviderSchema } from './schema.ts';

function known(name: string): Provider {
  const read = readProvider(name, '.');
  if (!('provider' in read)) throw new Error(`${name} cannot be read`);
  return read.provider;
}

function definition(name: string, wanted: string | undefined, account = { username: 'anna', password: 'hush' }) {
  const provider = known(name);
  const product = productOf(provider, wanted);
  if (!product) throw new Error(`${name} has no ${wanted}`);
  return definitionOf(name, provider, product, account);
}

describe('a product', () => {
  it('is the first where none is named', () => {
    expect(productOf(known('oxylabs'), undefined)?.name).toBe('residential');
    expect(productOf(known('oxylabs'), 'mobile')?.name).toBe('mobile');
    expect(productOf(known('oxylabs'), 'none')).toBeUndefined();
  });

  it.each([
    ['oxylabs', ['username', 'password']],
    ['apify', ['password']],
    ['soax', ['password']],
  ])('of %s needs %j of an account', (name, needed) => {
    const provider = known(name);
    const product = productOf(provider, undefined);
    expect(product && neededOf(provider, product)).toEqual(needed);
  });

  it('supports no more than it says', () => {
    expect(supportedOf(definition('oxylabs', 'residential'))).toContain('asn');
    expect(supportedOf(definition('oxylabs', 'mobile'))).not.toContain('asn');
    expect(supportedOf(definition('generic', 'plain'))).toEqual([]);
  });
});

describe('what the planes are told', () => {
  it('is the account as it is written, and the table without its records', () => {
    const told = definition('oxylabs', undefined);
    expect(told.login).toEqual({ username: 'customer-anna', password: 'hush' });
    expect(JSON.stringify(told.errors)).not.toContain('recorded');
    expect(snapshotProviderSchema.parse(told)).toEqual(told);
  });

  it('may have a user name of the product’s own', () => {
    expect(definition('apify', 'datacenter')).toMatchObject({
      login: { username: '', password: 'hush' },
      empty: 'auto',
    });
  });

  it('can be read where newer fields are added', () => {
    const told = definition('iproyal', undefined);
    const newer = {
      ...told,
      weather: 'fair',
      options: told.options.map((rule) => ({ ...rule, weather: 'fair' })),
    };
    expect(snapshotProviderSchema.parse(newer)).toEqual(told);
  });
});
