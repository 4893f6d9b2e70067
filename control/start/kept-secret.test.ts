import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSecret, newSecret } from '@atlantic/contract/secret.ts';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixture/folder.ts';
import { keepSecret } from './kept-secret.ts';
import { readSecretFile } from './secret-file.ts';

/** A key as control keeps it: the file, and the hash that stands for the database. */
function key() {
  const file = join(temporaryFolder(), 'api-key');
  const stored: { hash: string | undefined } = { hash: undefined };
  const save = async (hash: string) => {
    stored.hash = hash;
  };
  const start = (saveHash = save) => keepSecret({ file, kind: 'apiKey', storedHash: stored.hash, saveHash });
  return { file, stored, start };
}

describe('a kept secret', () => {
  it('is made once and kept', async () => {
    const { file, stored, start } = key();
    const made = await start();
    expect(made.state).toBe('made');
    expect(made.secret).toMatch(/^atl_k_/);
    expect(readSecretFile(file)).toBe(made.secret);
    expect(stored.hash).toBe(hashSecret(made.secret));
    expect(await start()).toEqual({ state: 'kept', secret: made.secret });
  });

  it('survives a crash between the file and the database', async () => {
    const { file, stored, start } = key();
    const crash = start(async () => {
      throw new Error('crash');
    });
    await expect(crash).rejects.toThrow('crash');
    const recovered = await start();
    expect(recovered.state).toBe('made');
    expect(readSecretFile(file)).toBe(recovered.secret);
    expect(stored.hash).toBe(hashSecret(recovered.secret));
  });

  it('is made anew when the file is lost, also when that start crashes', async () => {
    const { file, stored, start } = key();
    const { secret: old } = await start();
    rmSync(file);
    const crash = start(async () => {
      throw new Error('crash');
    });
    await expect(crash).rejects.toThrow('crash');
    const recovered = await start();
    expect(recovered.secret).not.toBe(old);
    expect(stored.hash).toBe(hashSecret(recovered.secret));
    rmSync(file);
    expect((await start()).state).toBe('replaced');
  });

  it('is what the file says when somebody put another there, but never a weak one', async () => {
    const { file, stored, start } = key();
    await start();
    const other = newSecret('apiKey');
    writeFileSync(file, `${other}\n`);
    expect(await start()).toEqual({ state: 'adopted', secret: other });
    expect(stored.hash).toBe(hashSecret(other));
    for (const weak of ['', 'secret', 'atl_k_short']) {
      writeFileSync(file, weak);
      const { state, secret } = await start();
      expect([state, secret.length]).toEqual(['replaced', other.length]);
    }
  });
});
