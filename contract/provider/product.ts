/** One product of a provider, for one account: what the planes are told. Pure. */
import type { Provider, ProviderProduct, SnapshotProvider } from './schema.ts';
import { fillTemplate, placeholdersOf } from './text-problem.ts';

/** What a customer knows itself by; some providers ask for the password alone. */
export interface ProviderAccount {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

const ACCOUNT = ['username', 'password'] as const;

/** The product of that name, or the first where none is named; undefined when there is none. */
export const productOf = ({ products }: Provider, name: string | undefined): ProviderProduct | undefined =>
  name === undefined ? products[0] : products.find((product) => product.name === name);

/** The parts of an account without which no login can be written. */
export function neededOf(
  { login }: Provider,
  { username = login.username }: ProviderProduct,
): ('username' | 'password')[] {
  const used = placeholdersOf(username + login.password);
  return ACCOUNT.filter((part) => used.includes(part));
}

/** What the planes need of `product`, with the account filled in. */
export function definitionOf(
  name: string,
  { login, options, errors }: Provider,
  product: ProviderProduct,
  account: ProviderAccount,
): SnapshotProvider {
  const filled = (text: string): string => fillTemplate(text, (part) => account[part as keyof ProviderAccount]);
  return {
    name,
    product: product.name,
    login: { username: filled(product.username ?? login.username), password: filled(login.password) },
    carrier: login.options,
    separator: login.separator,
    empty: login.empty ?? '',
    options: options.filter(({ option }) => product.options?.includes(option) ?? true),
    errors: errors.map(({ recorded: _, ...marks }) => marks),
  };
}

/** The names of the options it supports, in the order of writing. */
export const supportedOf = ({ options }: Pick<SnapshotProvider, 'options'>): string[] =>
  options.map(({ option }) => option);
