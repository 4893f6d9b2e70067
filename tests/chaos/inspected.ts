/**
 * Loaded into every process of the Atlantic under test (`NODE_OPTIONS=--expose-gc --import …`): told by SIGUSR2, it
 * collects garbage and writes down what the process holds. Nothing of the program knows of it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.ATLANTIC_TEST_HOLDINGS;

function writeDown(): void {
  globalThis.gc?.();
  const kinds: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  const file = join(folder ?? '', `${process.pid}.json`);
  writeFileSync(`${file}.new`, JSON.stringify({ heapUsed, external, arrayBuffers, rss, kinds }));
  renameSync(`${file}.new`, file);
}

if (folder !== undefined) process.on('SIGUSR2', writeDown);
