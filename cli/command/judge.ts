/** `atlantic judge`: runs the page that proxies are checked by. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindProblem } from '@atlantic/contract/config/bind.ts';
import type { JudgeOrder } from '@atlantic/contract/supply/judge-order.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { runProgram } from '../run-program.ts';
import type { Shell } from '../shell.ts';

interface JudgeOptions {
  readonly bind: string;
  readonly tlsBind?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const ENTRY = fileURLToPath(new URL('../../supply/judge-main.ts', import.meta.url));

function parseAddress(text: string): string {
  const problem = bindProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

/** Undefined when the options of https are not all there, or all left out. */
function orderOf({ bind, tlsBind, certificate, key }: JudgeOptions): JudgeOrder | undefined {
  if (tlsBind === undefined && certificate === undefined && key === undefined) return { bind };
  if (tlsBind === undefined || certificate === undefined || key === undefined) return undefined;
  return { bind, tls: { bind: tlsBind, certificate: resolve(certificate), key: resolve(key) } };
}

const FOOT = `
Proxies are asked for its page by atlantic check and by supply, so it must stand where they can reach it, and see their
addresses: not behind a balancer. It answers GET /TOKEN with the token, the address that the request came from and its
headers, and logs nothing. SIGTERM or Ctrl-C ends it.
Exit codes: 0 ended in order, 1 cannot serve, 2 wrong usage.

Example:
  atlantic judge --bind 0.0.0.0:8084 --tls-bind 0.0.0.0:8443 --certificate chain.pem --key key.pem`;

export function addJudge(program: Command, shell: Shell): void {
  const command = program
    .command('judge')
    .description('run the page that proxies are checked by')
    .option('--bind <address>', 'HOST:PORT to answer on', parseAddress, '127.0.0.1:8084')
    .option('--tls-bind <address>', 'HOST:PORT to answer on by https, beside it', parseAddress)
    .option('--certificate <file>', 'PEM file of the certificate for https, its chain with it')
    .option('--key <file>', 'PEM file of its key')
    .addHelpText('after', FOOT)
    .action(async (options: JudgeOptions) => {
      const order = orderOf(options);
      if (!order) return command.error('error: --tls-bind, --certificate and --key belong together');
      shell.endWith(await runProgram(ENTRY, [JSON.stringify(order)]));
    });
}
