import { expect, it } from 'vitest';
import { checkListeners } from './check-listeners.ts';
import { openSource } from './yaml-source.ts';

const problems = (listener: string) =>
  checkListeners(openSource(`pools: [{ name: rented }]\negress: { listeners: [{ ${listener} }] }`, 'a.yaml')).map(
    ({ key, message, nearest }) => [key.replace('egress.listeners[0].', ''), message, nearest],
  );

it.each([
  'bind: a',
  'credential: scraper, allowFrom: [127.0.0.1]',
  'pool: rented',
  'pool: direct',
  'options: { country: us, session: cart7, lifetime: 10, strict: on }',
  'options: {}',
  'options: [country]',
])('finds nothing wrong with { %s }', (listener) => expect(problems(listener)).toEqual([]));

it.each<[listener: string, key: string, message: RegExp, nearest?: string]>([
  ['credential: scraper', 'credential', /needs allowFrom beside it: .* open proxy/],
  ['pool: rentd', 'pool', /^is not the name of a pool; there are rented, direct$/, 'rented'],
  ['options: { contry: us }', 'options.contry', /^is not an option; the options are country, state/, 'country'],
  ['options: { country: uk }', 'options.country', /^must be an ISO 3166-1 code/],
  ['options: { session: a-b }', 'options.session', /^must be 1 to 64 of the characters/],
  ['options: { lifetime: 10 }', 'options', /^do not go together: The option lifetime needs session$/],
  ['options: { session: a, rotate: request }', 'options', /rotate contradicts session$/],
])('finds in { %s } what is wrong with %s', (listener, key, message, nearest) => {
  expect(problems(listener)).toEqual([[key, expect.stringMatching(message), nearest]]);
});

it('names every option that cannot be read', () => {
  expect(problems('options: { contry: us, lifetime: soon }')).toHaveLength(2);
});
