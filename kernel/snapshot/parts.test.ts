import { expect, it } from 'vitest';
import { digestOf, makeSnapshot } from '../fixture/snapshot.ts';
import { readParts } from './parts.ts';

const pool = { name: 'up', kind: 'direct', endpoints: [] };

it('reads each part as what it is, and passes over fields it does not know', () => {
  const { manifest, texts } = makeSnapshot(1, { pools: [{ ...pool, colour: 'blue' }] });
  expect(readParts(manifest, texts)).toMatchObject({ egress: { workers: 1 }, credentials: [], routes: [] });
  expect(readParts(manifest, texts).pools).toEqual([pool]);
});

it.each(['egress', 'credentials', 'pools', 'routes'] as const)('does not take changed %s', (name) => {
  const { manifest, texts } = makeSnapshot(1);
  const changed = { ...texts, [name]: `${texts[name]} ` };
  expect(() => readParts(manifest, changed)).toThrow(`part ${name} is not what its digest says`);
});

it.each([
  ['no JSON', '['],
  ['another shape', '{}'],
])('does not take %s, though its digest fits', (_, pools) => {
  const { manifest, texts } = makeSnapshot(1);
  const digests = { ...manifest.parts, pools: digestOf(pools) };
  expect(() => readParts({ ...manifest, parts: digests }, { ...texts, pools })).toThrow();
});
