import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from './open-store.ts';

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-open-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const open = (url: string, directory = freshFolder()) => openStore(url, { directory, now: () => 0 });

it.each([
  ['file:', ['history.log', 'runs.log']],
  ['sqlite:deep/er.db', ['deep']],
  ['sqlite:one.db', ['one.db']],
])('opens %s where it says', async (url, names) => {
  const directory = freshFolder();
  await (await open(url, directory)).close();
  expect(readdirSync(directory)).toEqual(names);
});

it.each([
  ['nothing', 'the store nothing cannot be opened: it must be file:'],
  ['mysql://anna:secret@db.example/x', 'the store mysql://db.example/x cannot be opened: it must be file:'],
  ['postgres:anna:secret@db', 'the store postgres:… cannot be opened: it must be file:'],
  ['postgres://anna:secret@127.0.0.1:1/x', 'the store postgres://127.0.0.1:1/x cannot be opened: connect ECONNREFUSED'],
  ['redis://anna:secret@127.0.0.1:1', 'the store redis://127.0.0.1:1 cannot be opened:'],
  ['sqlite:', 'the store sqlite: cannot be opened: it must be file:'],
])('says what is wrong with %s, without its password', async (url, sentence) => {
  const message = await open(url).then(
    () => 'opened',
    (error: Error) => error.message,
  );
  expect(message).toContain(sentence);
  expect(message).not.toContain('secret');
});

it('does not take a folder that cannot be made', async () => {
  const directory = freshFolder();
  writeFileSync(join(directory, 'taken'), '');
  await expect(open('file:', join(directory, 'taken'))).rejects.toThrow('EEXIST');
});
