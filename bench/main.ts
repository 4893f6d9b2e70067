/** `npm run bench -- NAME …`: runs the benchmarks named, or all. `egress` takes `--quick` and `--peers ID,ID`, `supply` takes `--quick`. */
import { parseArgs } from 'node:util';
import { choosePeers } from './egress/peers.ts';
import { benchEgress, type EgressOptions } from './egress/run.ts';
import { benchFirstByte } from './first-byte/run.ts';
import { benchHeld } from './held.ts';
import { benchLedger } from './ledger.ts';
import { benchSupply } from './supply/run.ts';
import { benchSupplyApi } from './supply-api/run.ts';
import { benchSupplyParse } from './supply-parse.ts';
import { benchTransfer } from './transfer.ts';

const BENCHMARKS: Record<string, (egress: EgressOptions) => Promise<void>> = {
  ledger: benchLedger,
  transfer: benchTransfer,
  held: benchHeld,
  'first-byte': benchFirstByte,
  'supply-api': benchSupplyApi,
  egress: benchEgress,
  'supply-parse': benchSupplyParse,
  supply: ({ quick }) => benchSupply(quick),
};

/** Throws an Error that says what was written wrongly, and what there is instead. */
function readArguments(): { names: readonly string[]; egress: EgressOptions } {
  const options = { quick: { type: 'boolean', default: false }, peers: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { quick, peers } = values;
  const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
  if (quick && !/^(?:egress|supply)$/.test(positionals.join()))
    throw new Error('--quick belongs to egress alone, or to supply alone.');
  if (peers !== undefined && positionals.join() !== 'egress') throw new Error('--peers belongs to egress alone.');
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
  return { names, egress: { quick, peers: choosePeers(peers?.split(',')) } };
}

/** A sentence for each error of the chain: what failed, and why. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  because: ${explain(error.cause)}`;
}

async function main(): Promise<void> {
  let asked: ReturnType<typeof readArguments>;
  try {
    asked = readArguments();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 2;
    return;
  }
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (!asked.names.includes(name)) continue;
    console.log(`\n${name}`);
    await run(asked.egress);
  }
}

await main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
