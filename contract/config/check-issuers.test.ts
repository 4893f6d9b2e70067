import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createIssuer } from '../testing/certificate.ts';
import { checkIssuers } from './check-issuers.ts';
import { openSource } from './yaml-source.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-issuers-'));
afterAll(() => rmSync(directory, { recursive: true }));
const { certificate } = createIssuer();
writeFileSync(join(directory, 'good.pem'), certificate + certificate);
writeFileSync(join(directory, 'broken.pem'), certificate + certificate.replace(/MI/, 'XX'));
writeFileSync(join(directory, 'text.pem'), 'no certificate');

const pool = (ca: string, endpoint = 'https://proxy.example') =>
  `pools: [{ name: up, kind: list, endpoints: ["http://a.example:1", "${endpoint}"], ca: ${ca} }]`;

it.each([
  [pool('good.pem'), undefined],
  [pool('good.pem', 'env:URL'), undefined],
  [pool('good.pem', 'env:NONE'), undefined],
  [pool('good.pem', 'http://b.example:1'), 'is only for https:// endpoints, and this pool has none'],
  ['pools: [{ name: up, kind: list, ca: good.pem }]', undefined],
  ['pools: [{ name: up, kind: list, endpoints: [], ca: good.pem }]', undefined],
  [pool('text.pem'), 'names a file without a PEM certificate'],
  [pool('broken.pem'), 'names a file whose certificate 2 of 2 cannot be read'],
  [pool('no.pem'), `cannot be used: the file ${directory}/no.pem cannot be read (ENOENT)`],
])('%s', (text, expected) => {
  const source = openSource(text, join(directory, 'atlantic.yaml'));
  const problems = checkIssuers(source, { URL: 'https://u:hush@proxy.example' });
  expect(problems.map(({ key, message }) => [key, message])).toEqual(expected ? [['pools[0].ca', expected]] : []);
});
