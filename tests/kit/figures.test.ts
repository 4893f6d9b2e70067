import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { saveFigures } from './figures.ts';
import { temporaryFolder } from './folder.ts';

it('writes figures with machine, versions and day', () => {
  using folder = temporaryFolder('figures');
  const file = saveFigures(join(folder.path, 'results'), new Date('2026-11-21T10:00:00Z'), { seed: 5 });
  expect(file).toBe(join(folder.path, 'results', '2026-11-21.json'));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    date: '2026-11-21T10:00:00.000Z',
    seed: 5,
    versions: { node: process.version },
    machine: { cores: expect.any(Number) },
  });
});
