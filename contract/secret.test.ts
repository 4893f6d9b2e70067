import { expect, it } from 'vitest';
import { hashSecret, newSecret, secretMatches } from './secret.ts';

it.each([
  ['credential', 'atl_c_'],
  ['apiKey', 'atl_k_'],
  ['planeToken', 'atl_p_'],
] as const)('a %s says what it is and holds 256 random bits', (kind, prefix) => {
  const secrets = Array.from({ length: 100 }, () => newSecret(kind));
  for (const secret of secrets) {
    expect(secret.startsWith(prefix)).toBe(true);
    expect(Buffer.from(secret.slice(prefix.length), 'base64url')).toHaveLength(32);
  }
  expect(new Set(secrets).size).toBe(100);
});

it('is recognised by its hash, and no other is', () => {
  const secret = newSecret('credential');
  const hash = hashSecret(secret);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(secretMatches(secret, hash)).toBe(true);
  expect(secretMatches(`${secret}x`, hash)).toBe(false);
  expect(secretMatches('', hash)).toBe(false);
  expect(secretMatches(secret, hashSecret(`${secret} `))).toBe(false);
});

it.each(['', 'zz', 'ab'.repeat(31), 'ab'.repeat(33)])('does not match what is no hash: %j', (hash) => {
  expect(secretMatches('', hash)).toBe(false);
});
