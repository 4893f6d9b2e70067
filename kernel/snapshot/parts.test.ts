import { expect, it } from 'vitest';
import { digestOf, makeSnapshot } from '../fixture/snapshot.ts';
import { readParts, textsSchema } from './parts.ts';

const pool = { name: 'up', kind: 'direct', endpoints: [] };

it('reads each part as what it is, and passes over fields it does not know', () => {
  const { manifest, texts } = makeSnapshot(1, { pools: [{ ...pool, colour: 'blue' }] });
  expect(readParts('egress', manifest, texts)).toMatchObject({ egress: { workers: 1 }, credentials: [], routes: [] });
  expect(readParts('egress', manifest, texts).pools).toEqual([pool]);
});

it.each(['egress', 'credentials', 'pools', 'routes'] as const)('does not take changed %s', (name) => {
  const { manifest, texts } = makeSnapshot(1);
  const changed = { ...texts, [name]: `${texts[name]} ` };
  expect(() => readParts('egress', manifest, changed)).toThrow(`part ${name} is not what its digest says`);
});

it.each([
  ['no JSON', '['],
  ['another shape', '{}'],
])('does not take %s, though its digest fits', (_, pools) => {
  const { manifest, texts } = makeSnapshot(1);
  const digests = { ...manifest.parts, pools: digestOf(pools) };
  expect(() => readParts('egress', { ...manifest, parts: digests }, { ...texts, pools })).toThrow();
});

it('reads of planes of a kind what is for them', () => {
  const { manifest } = makeSnapshot(1);
  const text = JSON.stringify({ no: 'settings' });
  const known = { ...manifest, parts: { ...manifest.parts, supply: digestOf(text) } };
  expect(() => readParts('supply', known, { supply: text })).toThrow('listen');
  expect(() => readParts('supply', manifest, { supply: text })).toThrow('part supply is not what its digest says');
  expect(textsSchema('supply').parse({ supply: text, pools: '[]' })).toEqual({ supply: text });
});
