/** `npm run bench -- NAME …`: runs the benchmarks named, or all. */
import { benchLedger } from './ledger.ts';
import { benchTransfer } from './transfer.ts';

const BENCHMARKS: Record<string, () => Promise<void>> = { ledger: benchLedger, transfer: benchTransfer };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`\n${name}`);
    await run();
  }
}
