import { readFileSync, rmSync } from 'node:fs';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { describe, expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../fixture/database.ts';
import { temporaryFolder } from '../fixture/folder.ts';
import { listPlanes } from '../plane/store.ts';
import { ensureApiKey, ensurePlaneToken, ensureSupplyToken } from './keys.ts';
import { apiKeyHashes } from './store.ts';

function capture() {
  const lines: string[] = [];
  return { lines, log: createLog({ name: 'control', destination: { write: (line) => void lines.push(line) } }) };
}

describe('the keys of this machine', () => {
  it('are made in the first start and kept in the next', async () => {
    const db = await testDatabase();
    const data = temporaryFolder();
    const { log } = capture();
    expect(await ensureApiKey(db, data, TEST_TIME, log)).toEqual({ file: `${data}/api-key`, made: true });
    expect(await ensureApiKey(db, data, TEST_TIME, log)).toEqual({ file: `${data}/api-key`, made: false });
    expect(await ensurePlaneToken(db, data, TEST_TIME, log)).toEqual({ file: `${data}/plane-token`, made: true });
    expect(await ensurePlaneToken(db, data, TEST_TIME, log)).toEqual({ file: `${data}/plane-token`, made: false });
    expect(await apiKeyHashes(db)).toHaveLength(1);
    expect(await listPlanes(db)).toMatchObject([{ id: 'local', name: 'local' }]);
  });

  it('let supply in while it is on, with the token it had', async () => {
    const db = await testDatabase();
    const data = temporaryFolder();
    const { log } = capture();
    const ensure = (enabled: boolean, now: number) => ensureSupplyToken(enabled, db, data, now, log);
    const stored = async () => (await listPlanes(db)).map(({ id, kind, revokedAt }) => [id, kind, revokedAt]);
    expect(await ensure(false, 1)).toBeUndefined();
    expect(await stored()).toEqual([]);
    const file = `${data}/supply-token`;
    expect(await ensure(true, 2)).toEqual({ file, made: true });
    const token = readFileSync(file, 'utf8');
    expect(await ensure(false, 3)).toBeUndefined();
    expect(await stored()).toEqual([['supply', 'supply', 3]]);
    expect(await ensure(true, 4)).toMatchObject({ file });
    expect(await stored()).toEqual([['supply', 'supply', null]]);
    expect(readFileSync(file, 'utf8')).toBe(token);
  });

  it('are replaced when a file is lost; the log says so and holds no secret', async () => {
    const db = await testDatabase();
    const data = temporaryFolder();
    const { log, lines } = capture();
    const secrets = new Set<string>();
    for (let start = 0; start < 2; start += 1) {
      await ensureApiKey(db, data, TEST_TIME, log);
      await ensurePlaneToken(db, data, TEST_TIME, log);
      for (const name of ['api-key', 'plane-token']) {
        secrets.add(readFileSync(`${data}/${name}`, 'utf8').trim());
        rmSync(`${data}/${name}`);
      }
    }
    expect(secrets.size).toBe(4);
    expect(await apiKeyHashes(db)).toHaveLength(1);
    expect(await listPlanes(db)).toHaveLength(1);
    expect(lines.filter((line) => line.includes('lost') && line.includes('"warn"'))).toHaveLength(2);
    for (const secret of secrets) expect(lines.join('')).not.toContain(secret);
  });
});
