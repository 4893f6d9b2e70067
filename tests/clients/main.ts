/**
 * Real clients through Atlantic, over the proxies of other makers. Prints a table, keeps every check in `results/`, and
 * ends with 1 when one failed, with 2 when it is used wrongly. A client that is not there is listed as absent.
 *
 *     node tests/clients/main.ts [CLIENT …]
 */
import { join } from 'node:path';
import { saveFigures } from '../kit/figures.ts';
import { type Arena, openArena } from './arena.ts';
import { type CheckResult, checkWay } from './checks.ts';
import type { ClientProgram, OpenClient } from './client.ts';
import { PROGRAMS } from './programs.ts';
import { type Absent, tableText } from './table.ts';
import { proxyVersions, UPSTREAMS } from './upstreams.ts';

const say = (text: string): void => void process.stdout.write(text);

interface Opened {
  readonly program: ClientProgram;
  readonly client: OpenClient;
}

async function openClients(arena: Arena, programs: readonly ClientProgram[], owner: AsyncDisposableStack) {
  const opened: Opened[] = [];
  const absent: Absent[] = [];
  for (const program of programs) {
    try {
      opened.push({ program, client: owner.use(await program.open(arena.stage(program.name))) });
    } catch (error) {
      absent.push({ client: program.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { opened, absent };
}

async function runMatrix(arena: Arena, opened: readonly Opened[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const upstream of UPSTREAMS) {
    await using gateway = await arena.openGateway(upstream);
    for (const { program, client } of opened) {
      for (const way of program.ways) results.push(...(await checkWay(arena, gateway, program, client, way)));
    }
    say(`${upstream.name} done\n`);
  }
  return results;
}

async function main(programs: readonly ClientProgram[]): Promise<number> {
  await using arena = await openArena();
  await using owner = new AsyncDisposableStack();
  const { opened, absent } = await openClients(arena, programs, owner);
  const results = await runMatrix(arena, opened);
  const failed = results.filter(({ outcome }) => outcome !== 'ok').length;
  say(`${tableText(results, absent)}${results.length} checks, ${failed} failed\n`);
  const clients = Object.fromEntries(opened.map(({ program, client }) => [program.name, client.version]));
  const figures = { clients, proxies: await proxyVersions(), absent, checks: results.length, failed, results };
  if (programs === PROGRAMS) say(`saved ${saveFigures(join(import.meta.dirname, 'results'), new Date(), figures)}\n`);
  return failed === 0 ? 0 : 1;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !PROGRAMS.some((program) => program.name === name));
if (unknown.length > 0) {
  process.stderr.write(`there is no client ${unknown.join(', ')}: ${PROGRAMS.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await main(names.length === 0 ? PROGRAMS : PROGRAMS.filter(({ name }) => names.includes(name)));
}
