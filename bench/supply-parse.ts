/**
 * A million entries read out of a file and kept once each: in lines, CSV, JSON and HTML, each by a process of its own. What
 * counts is how long the loop stood still, and how much memory was taken over what the process had before.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, writeResult } from './result.ts';

const ENTRIES = 1_000_000;
/** Of the entries, those that were there before: lists repeat each other. */
const REPEATED = 0.2;
const ROUNDS = 3;

interface Entry {
  readonly host: string;
  readonly port: number;
}

/** What `supply-parse-run.ts` prints. */
export interface ParseFigures {
  readonly found: number;
  readonly unique: number;
  readonly seconds: number;
  readonly longestBlockMs: number;
  readonly peakOverBaseMiB: number;
}

/** The same numbers in each run: a linear congruence (Numerical Recipes). */
function* entries(): Generator<Entry> {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const seen: Entry[] = [];
  for (let at = 0; at < ENTRIES; at += 1) {
    const again = seen.length > 0 && next() / 2 ** 32 < REPEATED ? seen[next() % seen.length] : undefined;
    // 1.0.0.0 to 9.255.255.255 is public but for one network.
    const address = 0x01_00_00_00 + (next() % 0x08_ff_ff_ff);
    const host = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
    const entry = again ?? { host, port: 1 + (next() % 65_535) };
    if (again === undefined && seen.length < 10_000) seen.push(entry);
    yield entry;
  }
}

const FORMATS = {
  text: {
    before: '# a million\n',
    // One in ten has a scheme, one in ten more words behind it.
    entry: ({ host, port }: Entry) =>
      port % 10 === 0
        ? `socks5://${host}:${port}\n`
        : port % 10 === 1
          ? `${host}:${port} US elite\n`
          : `${host}:${port}\n`,
    after: '',
  },
  csv: {
    before: 'ip,port,protocol,country\n',
    entry: ({ host, port }: Entry) => `${host},${port},http,"US"\n`,
    after: '',
  },
  json: {
    before: '{"data":[',
    entry: ({ host, port }: Entry) =>
      `{"ip":"${host}","port":${port},"protocols":["http"],"country":"US","anonymity":"elite"},`,
    after: 'null]}',
  },
  html: {
    before: '<html><body><table><tr><th>IP</th><th>Port</th></tr>',
    entry: ({ host, port }: Entry) => `<tr><td>${host}</td><td>${port}</td><td class="c">US</td><td>HTTP</td></tr>\n`,
    after: '</table></body></html>',
  },
} as const;

function writeList(file: string, format: keyof typeof FORMATS): void {
  const { before, entry, after } = FORMATS[format];
  const handle = openSync(file, 'w');
  let text: string = before;
  for (const one of entries()) {
    text += entry(one);
    if (text.length < 1_048_576) continue;
    writeSync(handle, text);
    text = '';
  }
  writeSync(handle, text + after);
  closeSync(handle);
}

export async function benchSupplyParse(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-bench-'));
  const figures: Figure[] = [];
  try {
    for (const format of Object.keys(FORMATS) as (keyof typeof FORMATS)[]) {
      const file = join(folder, format);
      writeList(file, format);
      const program = join(import.meta.dirname, 'supply-parse-run.ts');
      const runs = Array.from({ length: ROUNDS }, (): ParseFigures => {
        const output = execFileSync(process.execPath, [program, file], { encoding: 'utf8' });
        return JSON.parse(output);
      });
      const found = new Set(runs.map((run) => `${run.found} found, ${run.unique} of them different`));
      console.error(`${format}: ${[...found].join('; ')}`);
      figures.push(
        { name: `${format}: a million entries`, unit: 's', runs: runs.map(({ seconds }) => seconds) },
        { name: `${format}: longest block`, unit: 'ms', runs: runs.map(({ longestBlockMs }) => longestBlockMs) },
        { name: `${format}: peak over base`, unit: 'MiB', runs: runs.map(({ peakOverBaseMiB }) => peakOverBaseMiB) },
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  writeResult('supply-parse', figures, { node: process.version });
}
