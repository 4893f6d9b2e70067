import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from '@atlantic/kernel/fixture/folder.ts';
import { expect, it } from 'vitest';
import { feedOf } from './fixture/feed-server.ts';
import { createKeptBodies, type KeptBody } from './kept-bodies.ts';

const FEED = feedOf({ url: 'https://lists.example/', headers: { 'x-key': 'hush' } });

async function textOf(kept: KeptBody | undefined): Promise<string | undefined> {
  if (kept === undefined) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of kept.read()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function keep(folder: string, text: string, feed = FEED) {
  const bodies = createKeptBodies(folder);
  const writer = await bodies.begin(feed, { etag: '"a"' });
  for (let at = 0; at < text.length; at += 65_536) await writer.write(Buffer.from(text.slice(at, at + 65_536)));
  await writer.keep();
  return bodies;
}

it('keeps a content and what it is known by, for its owner alone', async () => {
  const folder = join(freshFolder(), 'feeds');
  const text = '1.2.3.4:80\n'.repeat(100_000);
  const bodies = await keep(folder, text);
  const kept = await bodies.find(FEED);
  expect(kept?.validators).toEqual({ etag: '"a"' });
  expect(await textOf(kept)).toBe(text);
  const [file = ''] = readdirSync(folder);
  expect(file).toMatch(/^[0-9a-f]{32}\.feed$/);
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, file)).includes('hush')).toBe(false);
  expect(readdirSync(folder)).toHaveLength(1);
});

it('knows it no more when it would be asked for otherwise', async () => {
  const bodies = await keep(freshFolder(), 'x');
  for (const changes of [{ url: 'https://lists.example/2' }, { headers: { 'x-key': 'other' } }, { userAgent: 'me' }])
    expect(await bodies.find({ ...FEED, ...changes })).toBeUndefined();
  expect(await bodies.find({ ...FEED, name: 'two' })).toBeUndefined();
});

it('leaves what is there as it is, until all of the next is there', async () => {
  const folder = freshFolder();
  const bodies = await keep(folder, 'old');
  const writer = await bodies.begin(FEED, {});
  await writer.write(Buffer.from('new'));
  expect(await textOf(await bodies.find(FEED))).toBe('old');
  await writer.abandon();
  expect(await textOf(await bodies.find(FEED))).toBe('old');
  expect(readdirSync(folder)).toHaveLength(1);
});

it('says when it is damaged', async () => {
  const folder = freshFolder();
  const bodies = await keep(folder, 'x'.repeat(10_000));
  const file = join(folder, readdirSync(folder)[0] ?? '');
  truncateSync(file, statSync(file).size - 10);
  await expect(textOf(await bodies.find(FEED))).rejects.toThrow();
  writeFileSync(file, 'nothing');
  expect(await bodies.find(FEED)).toBeUndefined();
});

it('goes on without a disk', async () => {
  const file = join(freshFolder(), 'file');
  writeFileSync(file, '');
  const bodies = await keep(join(file, 'feeds'), 'x'.repeat(200_000));
  expect(await bodies.find(FEED)).toBeUndefined();
  await bodies.keepOnly([]);
});

it('forgets what is gone', async () => {
  const folder = freshFolder();
  const two = { ...FEED, name: 'two' };
  await keep(folder, 'x');
  const bodies = await keep(folder, 'y', two);
  writeFileSync(join(folder, 'left.next'), '');
  writeFileSync(join(folder, 'other.txt'), '');
  await bodies.keepOnly([two]);
  expect(readdirSync(folder)).toHaveLength(2);
  expect(await textOf(await bodies.find(two))).toBe('y');
  await bodies.forget(two);
  expect(readdirSync(folder)).toEqual(['other.txt']);
});
