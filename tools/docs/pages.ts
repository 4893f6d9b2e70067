/** The pages of docs/ that are made from the program, and which of them are not as they would be made now. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configJsonSchema } from '@atlantic/contract/config/json-schema.ts';
import { readConfig } from '@atlantic/contract/config/read.ts';
import { startControl } from '@atlantic/control/start.ts';
import { replyOf } from '@atlantic/egress/listener/socks5.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import type { Problem } from '../repository.ts';
import { apiPage, type OpenApiDocument } from './api-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import type { JsonSchema } from './schema-rows.ts';

/** The document as a control of its own serves it. */
async function openApi(): Promise<OpenApiDocument> {
  const data = mkdtempSync(join(tmpdir(), 'atlantic-docs-'));
  const config = readConfig('', 'defaults');
  if (!('config' in config)) throw new Error('the defaults are a valid configuration');
  const log = createLog({ name: 'docs', level: 'error' });
  const control = await startControl({ data, listen: '127.0.0.1:0', config, log, now: Date.now });
  try {
    const authorization = `Bearer ${readFileSync(control.ready.apiKeyFile, 'utf8').trim()}`;
    const answer = await fetch(`${control.ready.url}/api/v1/openapi.json`, { headers: { authorization } });
    return (await answer.json()) as OpenApiDocument;
  } finally {
    await control.close();
    rmSync(data, { recursive: true });
  }
}

/** Texts by path in the repository. */
export async function makePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/api.md', apiPage(await openApi())],
    ['docs/configuration.md', configurationPage(configJsonSchema() as JsonSchema)],
    ['docs/errors.md', errorsPage(replyOf)],
  ]);
}

/** One for each page that differs from `committed`. */
export function stalePages(
  pages: ReadonlyMap<string, string>,
  committed: (path: string) => string | undefined,
): Problem[] {
  return [...pages]
    .filter(([path, text]) => committed(path) !== text)
    .map(([file]) => ({ file, line: 1, sentence: 'is not as the program says: run npm run docs' }));
}
