/** Runs in a network namespace of its own, where every address of PREFIX is local: `node inside.ts PREFIX`. Prints JSON. */
import { seenFrom } from './seen.ts';

const [prefix = ''] = process.argv.slice(2);
const seen = await seenFrom([prefix, '192.0.2.7'], '::1', 8);
process.stdout.write(`${JSON.stringify(seen)}\n`);
