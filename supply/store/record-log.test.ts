import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { openRecordLog, type RecordLog } from './record-log.ts';

function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'one.log');
}

const openLog = (file: string) => openRecordLog(file, () => 0);

async function contentOf(log: RecordLog): Promise<Record<string, string>> {
  const records: [string, string][] = [];
  await log.read((key, text) => records.push([key, text]));
  return Object.fromEntries(records);
}

it('holds what was put last, over restarts', async () => {
  const batch = fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.constantFrom('1', '2'), { nil: undefined })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ batch, restart: fc.boolean() }), { maxLength: 6 }), async (steps) => {
      const file = freshFile();
      let log = await openLog(file);
      const expected = new Map<string, string>();
      for (const { batch, restart } of steps) {
        await log.append(batch);
        for (const [key, text] of batch) text === undefined ? expected.delete(key) : expected.set(key, text);
        if (restart) {
          await log.close();
          log = await openLog(file);
        }
        expect(await contentOf(log)).toEqual(Object.fromEntries(expected));
      }
      await log.close();
    }),
    { numRuns: 20 },
  );
});

it('has each batch whole or not at all, wherever it was cut off', async () => {
  const file = freshFile();
  let log = await openLog(file);
  await log.append([
    ['a', '1'],
    ['b', '1'],
  ]);
  const first = statSync(file).size;
  await log.append([
    ['a', '2'],
    ['b', undefined],
    ['c', '2'],
  ]);
  await log.close();
  const bytes = readFileSync(file);
  for (let length = first; length <= bytes.length; length++) {
    writeFileSync(file, bytes);
    truncateSync(file, length);
    log = await openLog(file);
    expect(log.problem).toBeUndefined();
    expect(await contentOf(log)).toEqual(length === bytes.length ? { a: '2', c: '2' } : { a: '1', b: '1' });
    await log.append([['d', '3']]);
    await log.close();
    log = await openLog(file);
    expect((await contentOf(log)).d).toBe('3');
    await log.close();
  }
});

it('takes back a batch that fails half-way', async () => {
  const file = freshFile();
  const log = await openLog(file);
  await log.append([['a', '1']]);
  function* breaking(): Generator<[string, string]> {
    for (let n = 0; n < 3; n++) yield [`b${n}`, 'x'.repeat(600_000)];
    throw new Error('no more');
  }
  await expect(log.append(breaking())).rejects.toThrow('no more');
  expect(await contentOf(log)).toEqual({ a: '1' });
  await log.append([['c', '1']]);
  expect(await contentOf(log)).toEqual({ a: '1', c: '1' });
  await log.close();
});

it('leaves out damaged lines, keeps a copy, and is whole afterwards', async () => {
  const file = freshFile();
  let log = await openLog(file);
  for (const key of ['a', 'b', 'c']) await log.append([[key, 'text']]);
  await log.close();
  writeFileSync(file, readFileSync(file, 'utf8').replace('b\ttext', 'b\ttexT'));
  log = await openLog(file);
  expect(log.problem).toContain('1 lines are damaged; a copy is');
  expect(await log.read(() => {})).toEqual({ damaged: 1 });
  expect(await contentOf(log)).toEqual({ a: 'text', c: 'text' });
  await log.close();
  log = await openLog(file);
  expect([log.problem, await log.read(() => {})]).toEqual([undefined, { damaged: 0 }]);
  await log.close();
  expect(readdirSync(join(file, '..'))).toEqual(['one.log', 'one.log.damaged-19700101T000000000Z']);
});

it('is written anew when most of it is out of date', async () => {
  const file = freshFile();
  let log = await openLog(file);
  const large = 'x'.repeat(500_000);
  for (let n = 0; n < 30; n++)
    await log.append([
      [`k${n % 2}`, `${n}${large}`],
      ['small', `${n}`],
    ]);
  expect(statSync(file).size).toBeLessThan(9 * large.length);
  const content = { k0: `28${large}`, k1: `29${large}`, small: '29' };
  expect(await contentOf(log)).toEqual(content);
  await log.close();
  log = await openLog(file);
  expect(await contentOf(log)).toEqual(content);
  await log.close();
  expect(readdirSync(join(file, '..'))).toEqual(['one.log']);
});
