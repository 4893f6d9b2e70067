import { expect, it } from 'vitest';
import { banCreateSchema } from './api-ban.ts';
import { LONGEST_BAN_MINUTES } from './ban.ts';

it('lasts an hour for every site unless told otherwise', () => {
  expect(banCreateSchema.parse({ endpoint: 'rented-1' })).toEqual({ endpoint: 'rented-1', minutes: 60 });
});

it.each([
  { endpoint: 'rented-1', target: '*.shop.example' },
  { endpoint: 'rented-1', minutes: 0 },
  { endpoint: 'rented-1', minutes: LONGEST_BAN_MINUTES + 1 },
  { endpoint: 'rented-1', site: 'shop.example' },
  { target: 'shop.example' },
])('refuses %j', (body) => {
  expect(banCreateSchema.safeParse(body).success).toBe(false);
});
