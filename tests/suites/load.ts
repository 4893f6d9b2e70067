/** Load programs that others wrote, on kept connections: what they count as an error. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../clients/run-program.ts';
import { ensureProgram } from '../kit/program.ts';
import { type CurlStage, SECRET, USERNAME } from './curl/stage.ts';
import { type Counted, readAb, readH2load, readWrk } from './load-report.ts';

const CONNECTIONS = 64;
const REQUESTS = 20_000;
const SECONDS = 10;
const PATH = '/small';

export interface Loaded extends Counted {
  readonly name: string;
}

/** wrk takes no proxy; its script makes the request of one. */
const wrkScript = (url: string, login: string): string => `
wrk.headers["Proxy-Authorization"] = "Basic ${login}"
request = function() return wrk.format("GET", "${url}") end
`;

async function run(name: 'wrk' | 'ab' | 'h2load', args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(await ensureProgram(name), args);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}`);
  return stdout.toString();
}

/** h2load speaks to web servers only: it gets the gateway's own words, 400 on a connection that stays open. */
export async function loads({ doors, web, folder }: CurlStage): Promise<Loaded[]> {
  const url = `http://127.0.0.1:${web.ports.http}${PATH}`;
  const script = join(folder, 'wrk.lua');
  writeFileSync(script, wrkScript(url, Buffer.from(`${USERNAME}:${SECRET}`).toString('base64')));
  const many = ['-c', String(CONNECTIONS), '-n', String(REQUESTS)];
  const gateway = `http://${doors.plain}/`;
  const wrk = await run('wrk', ['-t2', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-s', script, gateway]);
  const ab = await run('ab', ['-q', '-k', ...many, '-X', doors.plain, '-P', `${USERNAME}:${SECRET}`, url]);
  const h2load = await run('h2load', ['--h1', ...many, gateway]);
  return [
    { name: 'wrk, forwarding', ...readWrk(wrk) },
    { name: 'ab -k (HTTP/1.0), forwarding', ...readAb(ab) },
    { name: 'h2load --h1, refusals', ...readH2load(h2load, 400) },
  ];
}
