/** `npm run docs`: writes the pages of docs/ that are made from the program. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePages } from './pages.ts';

const root = join(import.meta.dirname, '../..');
for (const [path, text] of await makePages()) {
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
