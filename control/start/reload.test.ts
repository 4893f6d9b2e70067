import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@atlantic/contract/config/read.ts';
import { formatChange } from '@atlantic/contract/config-change.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it } from 'vitest';
import { listRevisions } from '../feature/config/store.ts';
import { insertCredential, listCredentials } from '../feature/credential/store.ts';
import { TEST_TIME, testDatabase } from '../fixture/database.ts';
import { temporaryFolder } from '../fixture/folder.ts';
import { createReload } from './reload.ts';

const FIRST = `credentials: [{ name: alpha, secret: '0123456789abcdef', quotaBytes: 9 }]`;
const SECOND = `${FIRST}\npools: [{ name: rented, kind: list, endpoints: ['http://u:hush@a.example:1'] }]\nroutes: [{ pool: rented }]`;

async function running(text = FIRST, withFile = true) {
  const db = await testDatabase();
  const file = join(temporaryFolder(), 'atlantic.yaml');
  writeFileSync(file, text);
  const first = readConfig(text, file);
  if (!('config' in first)) throw new Error(JSON.stringify(first.problems));
  const logged: string[] = [];
  const seen: { version: number; recalled: string[] } = { version: 0, recalled: [] };
  const reload = createReload({
    db,
    log: createLog({ name: 'control', destination: { write: (line) => void logged.push(JSON.parse(line).msg) } }),
    now: () => TEST_TIME,
    cores: 2,
    file: withFile ? file : undefined,
    first,
    isHere: () => true,
    publish: async () => {
      seen.version += 1;
    },
    recall: (ids) => void seen.recalled.push(...ids),
  });
  await reload.start();
  const apply = (yaml: string, dry = false) => reload.apply(yaml, { dry, label: 'new.yaml' });
  const names = async () => (await listCredentials(db)).map(({ name }) => name);
  return { db, file, reload, logged, seen, apply, names };
}

it('applies a file that was edited: database, parts and history', async () => {
  const { db, file, reload, logged, seen, names } = await running();
  writeFileSync(file, SECOND.replace('alpha', 'beta'));
  await reload.fromFile();
  expect(await names()).toEqual(['beta']);
  expect(reload.fixed().routes).toEqual([{ match: {}, pool: 'rented' }]);
  expect(seen.version).toBe(1);
  expect(logged).toContain('configuration: + pool rented');
  expect(logged.join()).not.toContain('hush');
  const [last, first] = await listRevisions(db);
  expect(first).toMatchObject({ number: 1, door: 'start', changes: [] });
  expect(last).toMatchObject({ number: 2, door: 'signal', changeCount: 6 });
  expect(last?.changes.map(formatChange)).toEqual([
    '+ pool rented',
    '- pool direct',
    '+ route everything -> rented',
    '- route everything -> direct',
    '+ credential beta',
    '- credential alpha',
  ]);
});

it('changes nothing for a file with a mistake, and says where it is', async () => {
  const { db, file, reload, logged, seen } = await running();
  const before = reload.fixed();
  writeFileSync(file, `${SECOND}\negress: { workers: two }`);
  await reload.fromFile();
  expect(reload.fixed()).toBe(before);
  expect(logged.join('\n')).toMatch(/atlantic\.yaml:4: egress\.workers: "two" .*\n.*what was in force stays/);
  expect([seen.version, (await listRevisions(db)).length]).toEqual([0, 1]);
});

it('takes nothing when a name belongs to the API, not even what came before it', async () => {
  const { db, apply, file, names, seen } = await running();
  await insertCredential(
    db,
    { name: 'beta', account: 'default', secretHash: 'b'.repeat(64), managed: 'api' },
    TEST_TIME,
  );
  const both = `credentials: [{ name: gamma, secret: '0123456789abcdef' }, { name: beta, secret: '0123456789abcdef' }]`;
  for (const dry of [true, false]) await expect(apply(both, dry)).rejects.toMatchObject({ code: 'config_invalid' });
  expect([await names(), readFileSync(file, 'utf8'), seen.version]).toEqual([['alpha', 'beta'], FIRST, 0]);
});

it('says what would change, and changes nothing', async () => {
  const { apply, names, file, seen } = await running();
  const dry = await apply(FIRST.replace('alpha', 'beta'), true);
  expect(dry).toMatchObject({ applied: false, revision: 1 });
  expect(dry.changes.map(formatChange)).toEqual(['+ credential beta', '- credential alpha']);
  expect([await names(), readFileSync(file, 'utf8'), seen.version]).toEqual([['alpha'], FIRST, 0]);
});

it('keeps what came through the API in the file, so that the next start reads it', async () => {
  const { apply, file, reload, seen, db } = await running();
  const less = FIRST.replace('quotaBytes: 9', 'quotaBytes: 5');
  const { changes, revision } = await apply(less);
  expect([changes.map(formatChange), revision]).toEqual([['~ credential alpha: quotaBytes'], 2]);
  expect(readFileSync(file, 'utf8')).toBe(less);
  expect(seen.recalled).toEqual([(await listCredentials(db))[0]?.id]);
  // The file is read again: it is what was applied.
  await reload.fromFile();
  expect([seen.version, (await listRevisions(db)).length]).toEqual([1, 2]);
});

it('notices a secret that changed behind its reference', async () => {
  const { apply, file } = await running();
  const secret = join(file, '..', 'secret');
  writeFileSync(secret, 'the first secret\n');
  const referring = `credentials: [{ name: alpha, secret: 'file:secret', quotaBytes: 9 }]`;
  await apply(referring);
  writeFileSync(secret, 'the second secret\n');
  expect((await apply(referring)).changes.map(formatChange)).toEqual(['~ credential alpha: secret']);
});

it('refuses by name what needs a restart, and calls the file as it is called there', async () => {
  const { apply } = await running();
  await expect(apply(`${FIRST}\ndata: elsewhere`)).rejects.toMatchObject({
    code: 'config_invalid',
    detail: 'new.yaml:2: data: "elsewhere" cannot change while Atlantic runs; start it again for that.',
  });
});

it('keeps nothing that the next start would not read', async () => {
  const none = await running(FIRST, false);
  await expect(none.apply(SECOND)).rejects.toMatchObject({ code: 'config_not_kept' });
  expect((await none.apply(SECOND, true)).changes).toHaveLength(4);
  await none.reload.fromFile();
  expect(none.logged).toContain('there is no configuration file to read again');
  const edited = await running();
  writeFileSync(edited.file, `${FIRST} # by hand`);
  await expect(edited.apply(SECOND)).rejects.toMatchObject({ code: 'config_not_kept' });
  expect((await edited.apply(`${FIRST} # by hand`)).changes).toEqual([]);
  expect(await edited.apply(SECOND)).toMatchObject({ applied: true, revision: 3 });
});

it('takes many at once one after another', async () => {
  const { apply, names, db } = await running();
  const texts = ['beta', 'gamma', 'delta'].map((name) => FIRST.replace('alpha', name));
  const done = await Promise.all(texts.map((text) => apply(text)));
  expect(done.map(({ revision }) => revision)).toEqual([2, 3, 4]);
  expect(await names()).toEqual(['delta']);
  expect((await listRevisions(db))[0]?.changes.map(formatChange)).toEqual(['+ credential delta', '- credential gamma']);
});
