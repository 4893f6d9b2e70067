import { readConfig } from '@atlantic/contract/config/read.ts';
import { hashSecret } from '@atlantic/contract/secret.ts';
import { supplySettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { expect, it } from 'vitest';
import { supplySettings } from './supply-part.ts';

const environment = { KEY: 'k'.repeat(16), AUTH: 'Bearer x', STORE: 'redis://u:p@h/' };
const values: Readonly<Record<string, string>> = {
  'env:KEY': environment.KEY,
  'env:AUTH': environment.AUTH,
  'env:STORE': environment.STORE,
};

function settings(yaml: string) {
  const read = readConfig(yaml, 'atlantic.yaml', environment);
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
  return supplySettings(read.config, { resolve: (word) => values[word] ?? word, directory: '/etc/atlantic' });
}

it('is a part that supply can read', () => {
  const defaults = settings('');
  expect(supplySettingsSchema.parse(defaults)).toEqual(defaults);
  expect(defaults).toMatchObject({
    listen: '127.0.0.1:8083',
    keys: [],
    feeds: [],
    judges: [],
    store: 'file:',
    pools: [],
  });
});

it('is none where supply is off', () => expect(settings('supply: { enabled: false }')).toBeUndefined());

it('has secrets looked up, keys as hashes and paths absolute', () => {
  const part = settings(`
supply:
  keys: [{ name: reader, secret: "env:KEY" }]
  store: env:STORE
  judges: [{ url: "http://192.0.2.1/" }]
  feeds:
    - { name: a, url: "http://lists.example/", headers: { Authorization: "env:AUTH" } }
    - { name: b, file: lists/b.txt }
pools: [{ name: public, kind: supply, max: 5, minUptime: 0.9, where: { kinds: [http] } }]
routes: [{ pool: public }]`);
  expect(part).toMatchObject({
    keys: [{ name: 'reader', hash: hashSecret(environment.KEY), role: 'reader' }],
    store: 'redis://u:p@h/',
    feeds: [
      { name: 'a', headers: { Authorization: 'Bearer x' }, managed: 'file' },
      { name: 'b', file: '/etc/atlantic/lists/b.txt' },
    ],
    pools: [{ name: 'public', max: 5, where: { kinds: ['http'], minUptime: 0.9 } }],
  });
});

it('asks the bundled judge by its own address, unless others are named', () => {
  const judge = 'judge: { listen: "192.0.2.1:8084" }';
  expect(settings(`supply: { ${judge} }`)?.judges).toEqual([{ url: 'http://192.0.2.1:8084/', format: 'atlantic' }]);
  const named = settings(`supply: { ${judge}, judges: [{ url: "http://judge.example/" }] }`);
  expect(named).toMatchObject({ judge: { listen: '192.0.2.1:8084' }, judges: [{ url: 'http://judge.example/' }] });
});
