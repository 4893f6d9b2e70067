import { expect, it } from 'vitest';
import { banId, banSchema, LONGEST_BAN_MINUTES, newBan } from './ban.ts';

it('has the id of its endpoint and site, whoever says it and when', () => {
  const ban = newBan({ endpoint: 'rented-1', site: 'shop.example', minutes: 2, why: 'client' }, 1_000);
  expect(banSchema.parse(ban)).toEqual({
    id: banId('rented-1', 'shop.example'),
    endpoint: 'rented-1',
    site: 'shop.example',
    since: 1_000,
    until: 121_000,
    why: 'client',
  });
  const others = [banId('rented-1', undefined), banId('rented-2', 'shop.example'), banId('rented-1', 'other.example')];
  expect(new Set([ban.id, ...others]).size).toBe(4);
});

it('without a site is for all, and never lasts longer than the longest', () => {
  const ban = newBan({ endpoint: 'direct', site: undefined, minutes: 1e9, why: 'api' }, 0);
  expect(ban).not.toHaveProperty('site');
  expect(ban.until).toBe(LONGEST_BAN_MINUTES * 60_000);
});
