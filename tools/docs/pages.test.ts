import { expect, it } from 'vitest';
import { makePages, stalePages } from './pages.ts';

it('makes every page from the program', async () => {
  const pages = await makePages();
  expect([...pages.keys()]).toEqual(['docs/api.md', 'docs/configuration.md', 'docs/errors.md']);
  expect(pages.get('docs/api.md')).toContain('### GET /api/v1/credentials\n');
});

it('names the pages that are not current', () => {
  const pages = new Map([
    ['docs/a.md', 'now'],
    ['docs/b.md', 'now'],
    ['docs/c.md', 'now'],
  ]);
  const committed = new Map([
    ['docs/a.md', 'now'],
    ['docs/b.md', 'before'],
  ]);
  expect(stalePages(pages, (path) => committed.get(path)).map(({ file }) => file)).toEqual(['docs/b.md', 'docs/c.md']);
});
