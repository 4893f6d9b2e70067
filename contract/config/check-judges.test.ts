import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkJudges } from './check-judges.ts';
import { openSource } from './yaml-source.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-judges-'));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, 'empty.pem'), 'nothing\n');

const found = (supply: string) =>
  checkJudges(openSource(`supply: ${supply}`, join(directory, 'a.yaml'))).map(({ key }) => key);

it.each([
  ['{}', []],
  ['7', []],
  ['{ feeds: [{ list: [] }] }', ['supply.judges']],
  ['{ feeds: [{ list: [] }], judge: { listen: "192.0.2.1:80" } }', []],
  ['{ judge: { listen: "192.0.2.1:0" } }', ['supply.judges']],
  ['{ judge: { listen: "[::]:80" } }', ['supply.judges']],
  ['{ judge: { listen: "[::]:80" }, judges: [{ url: "http://192.0.2.1/" }] }', []],
  ['{ judge: { listen: "192.0.2.1:80", tls: {} } }', ['supply.judge.tls']],
  ['{ judges: [{ url: u, tlsUrl: t, ca: empty.pem }] }', ['supply.judges[0].ca']],
])('%s', (supply, keys) => expect(found(supply)).toEqual(keys));
