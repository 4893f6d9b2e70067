import { expect, it } from 'vitest';
import { REFUSALS } from './provider-gateway-answers.ts';

it('refuses a login with 407, whoever is asked', () => {
  expect(Object.values(REFUSALS).map(({ login }) => login.status)).toEqual([407, 407, 407]);
});

it.each(Object.entries(REFUSALS))('%s says nothing that could not be a header', (_, refusals) => {
  for (const { headers, reason } of Object.values(refusals))
    expect([...Object.values(headers), reason].join('')).toMatch(/^[\x20-\x7e]*$/);
});
