/** The command line as a whole: every command in the order of the help. */
import { Command, type OutputConfiguration } from 'commander';
import { addAccount } from './command/account.ts';
import { addBan } from './command/ban.ts';
import { addCheck } from './command/check.ts';
import { addConfig } from './command/config.ts';
import { addCredential } from './command/credential.ts';
import { addEgress } from './command/egress.ts';
import { addEndpoint } from './command/endpoint.ts';
import { addExplain } from './command/explain.ts';
import { addFeed } from './command/feed.ts';
import { addJudge } from './command/judge.ts';
import { addPlane } from './command/plane.ts';
import { addPool } from './command/pool.ts';
import { addSession } from './command/session.ts';
import { addStatus } from './command/status.ts';
import { addSupply } from './command/supply.ts';
import { addUp } from './command/up.ts';
import { addUsage } from './command/usage.ts';
import type { Shell } from './shell.ts';
import { readVersion } from './version.ts';

const FOOT = `
Exit codes: 0 ok, 1 failed, 2 wrong usage. With --json, data goes to standard output and
errors to standard error, as {"error": {"code", …}}; atlantic explain CODE tells what a code means.

Example:
  atlantic up                                          start Atlantic on this machine
  atlantic credential create --name app --quota-bytes 1GiB
  atlantic usage`;

/** Throws CommanderError for wrong usage and when help was asked for, and what a command throws. */
export function createProgram(shell: Shell, output: OutputConfiguration): Command {
  const program = new Command('atlantic')
    .description('One gateway for sessions that run through somebody else’s infrastructure.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help for a command')
    .addHelpText('after', FOOT)
    .exitOverride()
    .configureOutput(output)
    .showHelpAfterError('See --help.');
  addUp(program, shell);
  addEgress(program, shell);
  addCheck(program, shell);
  addJudge(program, shell);
  addStatus(program, shell);
  addCredential(program, shell);
  addAccount(program, shell);
  addUsage(program, shell);
  addPool(program, shell);
  addEndpoint(program, shell);
  addFeed(program, shell);
  addSupply(program, shell);
  addSession(program, shell);
  addBan(program, shell);
  addPlane(program, shell);
  addConfig(program, shell);
  addExplain(program, shell);
  return program;
}
