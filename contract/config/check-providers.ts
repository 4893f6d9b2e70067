/** Pools of the kind `provider`: who it is, which of its products, and whether the account is whole. */
import { dirname } from 'node:path';
import { neededOf, productOf } from '../provider/product.ts';
import { type GoodProvider, isOwnFile, providerNames, readProvider } from '../provider/read.ts';
import { type Entry, entriesAt } from './entry.ts';
import { nearest } from './nearest.ts';
import { valueAt } from './path.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const textOf = (pool: unknown, key: string): string | undefined => {
  const value = valueAt(pool, [key]);
  return typeof value === 'string' ? value : undefined;
};

/** The description a pool names, or what is wrong with that. */
function find(source: ConfigSource, { path, value }: Entry<unknown>): GoodProvider | { problems: ConfigProblem[] } {
  const reference = textOf(value, 'provider');
  // That it is missing, or not a text, the schema says already.
  if (reference === undefined || reference === '') return { problems: [] };
  const names = providerNames();
  if (isOwnFile(reference) || names.includes(reference)) return readProvider(reference, dirname(source.file));
  const message = `is not a provider known here; there are ${listed(names)}, and ./FILE.yaml for one of your own`;
  const hints = { allowed: names, nearest: nearest(reference, names) };
  return { problems: [problemAt(source, [...path, 'provider'], message, hints)] };
}

function accountProblems(source: ConfigSource, { path, value }: Entry<unknown>, found: GoodProvider): ConfigProblem[] {
  const { provider } = found;
  const wanted = textOf(value, 'product');
  const product = productOf(provider, wanted);
  if (!product) {
    const allowed = provider.products.map(({ name }) => name);
    const message = `is not a product of ${found.name}; there are ${listed(allowed)}`;
    const hints = { allowed, nearest: nearest(wanted ?? '', allowed) };
    return [problemAt(source, [...path, 'product'], message, hints)];
  }
  const missing = neededOf(provider, product).filter((key) => valueAt(value, [key]) === undefined);
  const gateway = product.address === undefined && valueAt(value, ['endpoint']) === undefined;
  return [
    ...missing.map((key) => problemAt(source, [...path, key], `is missing; ${provider.title} knows you by it`)),
    ...(gateway
      ? [problemAt(source, [...path, 'endpoint'], `is missing; ${found.name} has no address of its own`)]
      : []),
  ];
}

export function checkProviders(source: ConfigSource): ConfigProblem[] {
  return entriesAt(source, ['pools'])
    .filter(({ value }) => textOf(value, 'kind') === 'provider')
    .flatMap((entry) => {
      const found = find(source, entry);
      return 'provider' in found ? accountProblems(source, entry, found) : found.problems;
    });
}
