import { expect, it } from 'vitest';
import { endpointReferences } from './endpoint-references.ts';
import { openSource } from './yaml-source.ts';

it('finds URLs in both forms, each where it stands', () => {
  const text = 'pools: [{ endpoints: ["http://a.example:1", { url: "env:B", weight: 2 }, { weight: 2 }, 7] }]';
  expect(endpointReferences(openSource(text, 'a.yaml'), ['pools', 0])).toEqual([
    { path: ['pools', 0, 'endpoints', 0], value: 'http://a.example:1' },
    { path: ['pools', 0, 'endpoints', 1, 'url'], value: 'env:B' },
  ]);
});
