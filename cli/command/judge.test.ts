import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it.each([
  ['an address that is none', ['--bind', 'everywhere'], 'must be HOST:PORT'],
  ['https without a certificate', ['--tls-bind', '127.0.0.1:0'], 'belong together'],
  ['a key without https', ['--key', 'key.pem'], 'belong together'],
])('is used wrongly with %s', async (_, args, sentence) => {
  const { code, err } = await atlantic(['judge', ...args], {}, {});
  expect(code).toBe(2);
  expect(err).toContain(sentence);
});
