import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder } from '../fixture/folder.ts';
import { readableLog } from '../fixture/log.ts';
import { makeSnapshot } from '../fixture/snapshot.ts';
import { type KeptSnapshot, keepSnapshot, loadSnapshot } from './keep.ts';
import { readParts } from './parts.ts';

/** Also holds a field that this version does not know. */
function snapshot(version: number): KeptSnapshot {
  const { manifest, texts } = makeSnapshot(version, {
    pools: [{ name: `p${version}`, kind: 'direct', endpoints: [], colour: 'blue' }],
  });
  return { manifest, texts, snapshot: readParts('egress', manifest, texts) };
}

describe('the kept snapshot', () => {
  it('comes back as it was, text for text', () => {
    const file = join(freshFolder(), 'snapshot.json');
    const { log, lines } = readableLog();
    keepSnapshot(file, snapshot(7));
    expect(loadSnapshot('egress', file, log)).toEqual(snapshot(7));
    expect(loadSnapshot('egress', file, log)?.texts.pools).toContain('blue');
    expect(lines).toEqual([]);
  });

  it('is for its owner’s eyes and leaves nothing beside it', () => {
    const folder = freshFolder();
    const file = join(folder, 'snapshot.json');
    keepSnapshot(file, snapshot(1));
    keepSnapshot(file, snapshot(2));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([basename(file)]);
  });

  it('is replaced in one step: whoever has it open reads the old one to its end', () => {
    const file = join(freshFolder(), 'snapshot.json');
    keepSnapshot(file, snapshot(1));
    const before = statSync(file).ino;
    keepSnapshot(file, snapshot(2));
    expect(statSync(file).ino).not.toBe(before);
    expect(loadSnapshot('egress', file, readableLog().log)?.manifest.version).toBe(2);
  });

  it('stays when the next one cannot be written', () => {
    const file = join(freshFolder(), 'snapshot.json');
    keepSnapshot(file, snapshot(1));
    mkdirSync(`${file}.next`);
    expect(() => keepSnapshot(file, snapshot(2))).toThrow('EISDIR');
    expect(loadSnapshot('egress', file, readableLog().log)?.manifest.version).toBe(1);
  });

  it('need not be there', () => {
    const { log, lines } = readableLog();
    expect(loadSnapshot('egress', join(freshFolder(), 'snapshot.json'), log)).toBeUndefined();
    expect(lines).toEqual([]);
  });

  it('is reported, and left where it is, when it cannot be read', () => {
    const { log, lines } = readableLog();
    const folder = freshFolder();
    expect(loadSnapshot('egress', folder, log)).toBeUndefined();
    expect(lines).toMatchObject([{ level: 'error', file: folder, error: 'EISDIR' }]);
    expect(existsSync(folder)).toBe(true);
  });

  it.each<[string, (text: string) => string]>([
    ['cut short', (text) => text.slice(0, -10)],
    ['empty', () => ''],
    ['of another shape', () => '{"manifest":{}}'],
    ['readable and not what control said', (text) => text.replace('p7', 'p8')],
  ])('is set aside when it is %s', (_, damage) => {
    const file = join(freshFolder(), 'snapshot.json');
    const { log, lines } = readableLog();
    keepSnapshot(file, snapshot(7));
    const damaged = damage(readFileSync(file, 'utf8'));
    writeFileSync(file, damaged);
    expect(loadSnapshot('egress', file, log)).toBeUndefined();
    expect(lines).toMatchObject([{ level: 'error', file: `${file}.damaged` }]);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(damaged);
    expect(loadSnapshot('egress', file, log)).toBeUndefined();
    expect(lines).toHaveLength(1);
  });
});
