import { expect, it } from 'vitest';
import { addressProblem, fillTemplate, placeholdersOf, templateProblem } from './text-problem.ts';

it('finds and fills what stands in braces', () => {
  expect(placeholdersOf('st-{country}_{state}')).toEqual(['country', 'state']);
  expect(fillTemplate('st-{country}_{state}{city}', (name) => ({ country: 'us', state: 'ohio' })[name])).toBe(
    'st-us_ohio',
  );
});

it.each([
  ['customer-{username}', undefined],
  ['', undefined],
  ['{user}', 'holds {user}; what may stand in braces is username, password'],
  ['a:b', 'must be at most 100 visible ASCII characters without a colon or a space'],
  ['a b', 'must be at most 100 visible ASCII characters without a colon or a space'],
  ['{username', 'has a brace without its other half'],
])('judges the template %s', (text, expected) =>
  expect(templateProblem(text, ['username', 'password'])).toBe(expected));

it.each([
  ['http://gw.example:7777', true],
  ['socks5://gw.example:1080', true],
  ['http://user:secret@gw.example:1', false],
  ['gw.example:7777', false],
])('judges the address %s', (text, good) => expect(addressProblem(text) === undefined).toBe(good));
