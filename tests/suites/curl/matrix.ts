/** curl with every option that it has for proxies: each way × each act × each scheme and kind of target. */

import { inParallel } from '../../chaos/parallel.ts';
import { type Ended, runProgram } from '../../clients/run-program.ts';
import { ensureProgram } from '../../kit/program.ts';
import type { Cell } from '../../upstreams/table.ts';
import { ACTS, type Act } from './acts.ts';
import { type CurlStage, SECRET, USERNAME } from './stage.ts';
import { WAYS, type Way } from './ways.ts';

const AT_ONCE = 4;
const HOSTS = ['127.0.0.1', '[::1]', 'localhost'] as const;
const SCHEMES = ['http', 'https'] as const;
const LOGIN = `${USERNAME}:${SECRET}@`;

export async function runCurl(
  stage: CurlStage,
  { way, login, options, input }: { way: Way; login: string; options: readonly string[]; input?: string | undefined },
): Promise<Ended> {
  const trust = ['--cacert', stage.certificate.authority];
  const args = ['-q', '-sS', '-m', '20', ...trust, ...way.options(stage, login), ...options];
  return runProgram(await ensureProgram('curl'), args, {
    env: way.env?.(stage, login) ?? {},
    ...(input === undefined ? {} : { input }),
  });
}

async function perform(
  stage: CurlStage,
  way: Way,
  act: Act,
  scheme: (typeof SCHEMES)[number],
  host: string,
): Promise<string> {
  const base = `${scheme}://${host}:${stage.web.ports[scheme]}`;
  const ended = await runCurl(stage, { way, login: LOGIN, options: act.options(base, stage.folder), input: act.input });
  const given =
    act.gives instanceof RegExp ? act.gives.test(ended.stdout.toString('latin1')) : ended.stdout.equals(act.gives);
  if (ended.code === 0 && given) return 'ok';
  return `${host}: exit ${ended.code}, ${ended.stdout.length} octets, ${ended.stderr.trim() || ended.stdout.toString('latin1', 0, 80)}`;
}

async function field(stage: CurlStage, way: Way, act: Act, scheme: (typeof SCHEMES)[number]): Promise<Cell> {
  const outcomes = new Set<string>();
  for (const host of way.hosts ?? HOSTS) outcomes.add(await perform(stage, way, act, scheme, host));
  const outcome = [...outcomes].sort().join('; ');
  return { row: `${act.name}, ${scheme}`, column: way.name, outcome, good: outcome === 'ok' };
}

export async function curlMatrix(stage: CurlStage, ways = WAYS, acts = ACTS): Promise<Cell[]> {
  const fields = acts.flatMap((act) => SCHEMES.flatMap((scheme) => ways.map((way) => ({ act, scheme, way }))));
  const cells: Cell[] = [];
  await inParallel(fields.length, AT_ONCE, async (number) => {
    const one = fields[number];
    if (one) cells[number] = await field(stage, one.way, one.act, one.scheme);
  });
  return cells;
}
