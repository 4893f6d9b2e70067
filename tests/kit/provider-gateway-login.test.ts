import { expect, it } from 'vitest';
import { type GatewayShape, READ_LOGIN } from './provider-gateway-login.ts';

it.each<[shape: GatewayShape, username: string, password: string, expected: object]>([
  ['oxylabs', 'customer-anna', 'p', { username: 'anna', country: undefined, session: undefined, seconds: 600 }],
  ['oxylabs', 'customer-anna-cc-DE-city-munich', 'p', { country: 'DE', city: 'munich' }],
  ['oxylabs', 'customer-anna-st-us_ohio', 'p', { country: 'US' }],
  ['oxylabs', 'customer-anna-sessid-ab1-sesstime-5', 'p', { session: 'ab1', seconds: 300, strict: false }],
  ['oxylabs', 'customer-anna-sessid_oneip-ab1', 'p', { session: 'ab1', strict: true }],
  [
    'brightdata',
    'brd-customer-c1-zone-z1-country-us-city-sanfrancisco',
    'p',
    { username: 'brd-customer-c1-zone-z1', city: 'sanfrancisco' },
  ],
  ['brightdata', 'brd-customer-c1-zone-z1-session-ab1-const', 'p', { session: 'ab1', strict: true }],
  [
    'iproyal',
    'anna',
    'p_country-br_session-sgn34f3e_lifetime-10m',
    { username: 'anna', password: 'p', country: 'BR', session: 'sgn34f3e', seconds: 600 },
  ],
  ['iproyal', 'anna', 'p_lifetime-7d_killswitch-1', { seconds: 604_800, strict: true }],
])('%s reads %s with %s', (shape, username, password, expected) => {
  expect(READ_LOGIN[shape](username, password)).toMatchObject(expected);
});

it.each<[shape: GatewayShape, username: string, password: string]>([
  ['oxylabs', 'anna', 'p'],
  ['oxylabs', 'customer-anna-country-us', 'p'],
  ['oxylabs', 'customer-anna-sesstime-1441', 'p'],
  ['oxylabs', 'customer-anna-cc-US-cc-DE', 'p'],
  ['oxylabs', 'customer-anna-cc', 'p'],
  ['brightdata', 'brd-customer-c1-zone-z1-country-US', 'p'],
  ['brightdata', 'brd-customer-c1-zone-z1-country-us-city-san_francisco', 'p'],
  ['iproyal', 'anna', 'p_session-short'],
  ['iproyal', 'anna', 'p_lifetime-8d'],
])('%s cannot read %s with %s', (shape, username, password) => {
  expect(READ_LOGIN[shape](username, password)).toBeUndefined();
});
