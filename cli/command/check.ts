/** `atlantic check FILE|URL|-`: finds out which proxies of a list work, without anything else of Atlantic running. */
import { fileURLToPath } from 'node:url';
import { judgeUrlProblem } from '@atlantic/contract/judge-url.ts';
import {
  CHECK_OUTPUTS,
  type CheckOrder,
  type CheckOutput,
  checkOrderSchema,
  PUBLIC_JUDGES,
} from '@atlantic/contract/supply/check-order.ts';
import { CHECK_MODES, type CheckMode, SUPPLY_KINDS, type SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { type CheckSettings, checkSettingsSchema, JUDGE_FORMATS } from '@atlantic/contract/supply/settings.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { runProgram } from '../run-program.ts';
import type { Shell } from '../shell.ts';

interface CheckOptions {
  readonly mode: CheckMode;
  readonly judge?: readonly string[];
  readonly judgeFormat: (typeof JUDGE_FORMATS)[number];
  readonly protocol?: SupplyKind;
  readonly timeout?: number;
  readonly concurrency?: number;
  readonly retries?: number;
  readonly format: CheckOutput;
  readonly all?: boolean;
  readonly allowPrivate?: boolean;
  readonly confirm: boolean;
}

const ENTRY = fileURLToPath(new URL('../../supply/check-main.ts', import.meta.url));

function collectJudge(url: string, before: readonly string[] = []): readonly string[] {
  const problem = judgeUrlProblem(url);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return [...before, url];
}

/** A number that the setting `key` may have. */
const numberOf =
  (key: 'totalSeconds' | 'concurrency' | 'retries') =>
  (text: string): number => {
    const read = checkSettingsSchema.shape[key].safeParse(text.trim() === '' ? Number.NaN : Number(text));
    if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? 'must be a number');
    return read.data;
  };

/** `timeout` is for a whole check; no part of it may take longer. */
function settingsOf({ mode, timeout, concurrency, retries, allowPrivate, confirm }: CheckOptions): CheckSettings {
  const asked = { mode, confirm, concurrency, retries, allowPrivate };
  const settings = checkSettingsSchema.parse(JSON.parse(JSON.stringify(asked)));
  if (timeout === undefined) return settings;
  const connectSeconds = Math.min(settings.connectSeconds, timeout);
  return { ...settings, connectSeconds, stageSeconds: Math.min(settings.stageSeconds, timeout), totalSeconds: timeout };
}

function orderOf(input: string, options: CheckOptions): CheckOrder {
  const { mode, judge, judgeFormat, protocol, format, all = false } = options;
  const judges = judge?.map((url) => ({ url, format: judgeFormat })) ?? PUBLIC_JUDGES;
  return checkOrderSchema.parse({
    ...{ input, kind: protocol, settings: settingsOf(options), output: format, all },
    judges: mode === 'connect' ? [] : judges,
  });
}

const FOOT = `
Live proxies are printed as they are found, as URLs with their passwords; what came of the others is summed up at the
end, on standard error. Proxies at private, loopback and other special addresses are left out unless --allow-private.
Without --judge three public ones are asked; run your own with atlantic judge, where proxies can reach it.
Exit codes: 0 a proxy is alive, 1 none is, 2 wrong usage or a list that cannot be read.

Examples:
  atlantic check proxies.txt > live.txt
  atlantic check https://lists.example/socks5.txt --protocol socks5 --format json --judge http://judge.example:8084/
  curl -s https://lists.example/all.csv | atlantic check - --mode connect --concurrency 20000`;

export function addCheck(program: Command, shell: Shell): void {
  program
    .command('check')
    .description('find out which proxies of a list work')
    .argument('<input>', 'the list: a file, a URL, or - for standard input')
    .addOption(new Option('--mode <mode>', 'connect asks no judge').choices(CHECK_MODES).default('full'))
    .option('--judge <url>', 'page that proxies are asked for; the second one confirms (may be repeated)', collectJudge)
    .addOption(new Option('--judge-format <format>', 'of these judges').choices(JUDGE_FORMATS).default('atlantic'))
    .addOption(
      new Option('--protocol <protocol>', 'of entries that name none; else each is found out').choices(SUPPLY_KINDS),
    )
    .option('--timeout <seconds>', 'for one check, all its steps', numberOf('totalSeconds'))
    .option('--concurrency <number>', 'checks at once', numberOf('concurrency'))
    .option('--retries <number>', 'more tries after a fault that may pass', numberOf('retries'))
    .addOption(new Option('--format <format>', 'of the output').choices(CHECK_OUTPUTS).default('text'))
    .option('--all', 'print the dead too, with their reason')
    .option('--allow-private', 'check proxies at private and special addresses too')
    .option('--no-confirm', 'do not ask a second judge')
    .addHelpText('after', FOOT)
    .action(async (input: string, options: CheckOptions) =>
      shell.endWith(await runProgram(ENTRY, [JSON.stringify(orderOf(input, options))])),
    );
}
