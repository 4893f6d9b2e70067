/** Entry of `atlantic check`: one list, checked once. Its one argument is a `CheckOrder` in JSON. */
import { type CheckOrder, checkOrderSchema } from '@atlantic/contract/supply/check-order.ts';
import { type Feed, feedSchema, LARGEST_FEED } from '@atlantic/contract/supply/feed.ts';
import { headLine, printedLine } from './check/printed.ts';
import { runChecks } from './check/run-checks.ts';
import { progressText, summaryText } from './check/summary-text.ts';
import { collectFeeds } from './feed/collect-feeds.ts';
import { resolveBySystem } from './feed/judged-address.ts';

const NONE_ALIVE = 1;
const UNREADABLE = 2;
/** Ctrl-C reaches us from the terminal and from the command that started us; later than this it is a second one. */
const ONE_ORDER_MS = 1_000;
const NO_JUDGE =
  'None of the judges answers. Name one with --judge, run your own with atlantic judge, or ask none with --mode connect.';

const ending = new AbortController();
/** A person reads standard error: then it has a line that is written over again and again. */
const shows = process.stderr.isTTY === true;
let shown = false;

function clear(): void {
  if (shown) process.stderr.write('\r\u001b[K');
  shown = false;
}
function say(text: string): void {
  clear();
  process.stderr.write(`${text}\n`);
}
function print(line: string): void {
  clear();
  process.stdout.write(`${line}\n`);
}

function follow(): void {
  let orderedAt: number | undefined;
  const onSignal = () => {
    orderedAt ??= performance.now();
    if (performance.now() - orderedAt > ONE_ORDER_MS) process.exit(NONE_ALIVE);
    ending.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  // Whoever started it is gone.
  process.on('disconnect', () => ending.abort());
  // A reader that has seen enough closes the pipe; that is no failure, and nobody is left to print for.
  process.stdout.on('error', () => ending.abort());
  process.stderr.on('error', () => {});
  // Nobody may ever write to standard input again.
  ending.signal.addEventListener('abort', () => process.stdin.destroy());
}

/** All of standard input, up to what a feed may be. */
async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of process.stdin) {
      size += chunk.length;
      if (size > LARGEST_FEED) throw new Error(`standard input is larger than ${LARGEST_FEED} octets`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function feedOf({ input, kind, settings }: CheckOrder): Promise<Feed> {
  const named = { name: 'input', kind, managed: 'file', allowPrivate: settings.allowPrivate };
  // The schema bounds lists that are written into a configuration; this one is bounded by its octets.
  if (input === '-') return { ...feedSchema.parse(named), list: [await readInput()] };
  return feedSchema.parse({ ...named, ...(/^https?:\/\//i.test(input) ? { url: input } : { file: input }) });
}

/** Rejects with a sentence when the list cannot be read. */
async function candidatesOf(order: CheckOrder) {
  const feed = await feedOf(order);
  const { candidates, reports } = await collectFeeds([feed], {
    bodies: undefined,
    userAgent: 'Atlantic',
    allowPrivate: order.settings.allowPrivate,
    resolve: resolveBySystem,
    now: Date.now,
    signal: ending.signal,
  });
  const [report] = reports;
  if (report?.problem) throw new Error(`${order.input}: ${report.problem}${report.detail ? `, ${report.detail}` : ''}`);
  const rejected = Object.entries(report?.rejected ?? {}).map(([reason, amount]) => `${amount} ${reason}`);
  if (rejected.length > 0) say(`Left out of the list: ${rejected.join(', ')}.`);
  return candidates;
}

/** Gives the exit code. */
async function check(order: CheckOrder): Promise<number> {
  const { output, all, settings, judges } = order;
  const candidates = await candidatesOf(order).catch((error: Error) => say(`atlantic check: ${error.message}.`));
  if (!candidates) return UNREADABLE;
  const head = headLine(output);
  if (head !== undefined) print(head);
  const result = await runChecks(
    candidates,
    { settings, judges, geo: { country: undefined, asn: undefined } },
    {
      onVerdict(index, verdict) {
        if (verdict.alive || all) print(printedLine(output, candidates.at(index), verdict));
      },
      onProgress(progress) {
        if (!shows) return;
        clear();
        process.stderr.write(progressText(progress));
        shown = true;
      },
    },
    ending.signal,
    { warn: say },
  );
  say(summaryText(result));
  if (result.ended === 'judge-down') say(NO_JUDGE);
  return result.summary.alive > 0 ? 0 : NONE_ALIVE;
}

follow();
process.exitCode = await check(checkOrderSchema.parse(JSON.parse(process.argv[2] ?? '')));
if (process.connected) process.disconnect();
