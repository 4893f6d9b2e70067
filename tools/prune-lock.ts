/** Rewrites package-lock.json without optional dependencies that the registry could not give. Run after each install. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Lockfile, pruned, unresolvedOptionals } from './lock.ts';

const file = new URL('../package-lock.json', import.meta.url);
const lock: Lockfile = JSON.parse(readFileSync(file, 'utf8'));
const gone = unresolvedOptionals(lock);
if (gone.length > 0) writeFileSync(file, `${JSON.stringify(pruned(lock), null, 2)}\n`);
console.log(`prune-lock: ${gone.length} unresolved optional dependencies removed`);
