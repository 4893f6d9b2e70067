import { expect, it } from 'vitest';
import { createExits } from './provider-gateway-exits.ts';
import type { GatewayLogin } from './provider-gateway-login.ts';

const login = (changes: Partial<GatewayLogin> = {}): GatewayLogin => ({
  username: 'anna',
  password: 'p',
  country: undefined,
  city: undefined,
  session: undefined,
  seconds: 600,
  strict: false,
  ...changes,
});

it('gives every request another exit, of the country where one is named', () => {
  const { exitFor } = createExits(() => 0);
  expect(exitFor(login({ country: 'US' }))).not.toBe(exitFor(login({ country: 'US' })));
  expect(exitFor(login({ country: 'DE' }))).toMatch(/^DE-/);
  expect(exitFor(login({ country: 'AQ' }))).toBeUndefined();
});

it('lets a session keep its exit until its time is over', () => {
  let time = 0;
  const { exitFor } = createExits(() => time);
  const first = exitFor(login({ session: 'a' }));
  time = 599_999;
  expect(exitFor(login({ session: 'a' }))).toBe(first);
  time = 600_000;
  expect(exitFor(login({ session: 'a' }))).not.toBe(first);
});

it('moves a session whose exit is lost, but for a strict one', () => {
  const { exitFor, lose } = createExits(() => 0);
  const exit = exitFor(login({ session: 'a', strict: true })) ?? '';
  lose(exit);
  expect(exitFor(login({ session: 'a', strict: true }))).toBeUndefined();
  expect(exitFor(login({ session: 'a' }))).toMatch(/^[A-Z]+-\d$/);
});
