/** wrk (https://github.com/wg/wrk): it does not retry, and counts every request that a connection takes with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { ensureProgram } from '../kit/program.ts';

export interface WrkPlan {
  /** `http://127.0.0.1:PORT` to connect to. */
  readonly to: string;
  /** What stands in the request line: a path, or to a proxy a URL. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

export interface WrkResult {
  requests: number;
  /** Connections refused, cut or silent, and answers that are no 2xx. */
  failed: number;
  /** What `failed` is made of, for whoever has to look. */
  kinds: Record<string, number>;
}

/** Its own printed summary leaves the sum of the errors to the reader; this one is data. */
const SUMMARY = `
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,"status":%d}\\n',
    summary.requests, e.connect, e.read, e.write, e.timeout, e.status))
end
`;
/** For its start and for the last answers. */
const SPARE_SECONDS = 30;

const script = ({ target, headers }: WrkPlan): string => {
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  return `wrk.path = ${JSON.stringify(target)}\n${lines.join('\n')}\n${SUMMARY}`;
};

export async function runWrk(plan: WrkPlan): Promise<WrkResult> {
  const program = await ensureProgram('wrk');
  using folder = temporaryFolder('wrk');
  const file = join(folder.path, 'plan.lua');
  writeFileSync(file, script(plan));
  const { to, connections, seconds } = plan;
  const args = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', file, to];
  await using wrk = startChild(program, args);
  const { code } = await within(seconds + SPARE_SECONDS, 'wrk', wrk.exited);
  const line = wrk
    .stdout()
    .toString()
    .split('\n')
    .find((one) => one.startsWith('{"requests"'));
  if (code !== 0 || line === undefined) throw new Error(`wrk ended with ${code}:\n${wrk.stdout()}${wrk.stderr()}`);
  const { requests, ...kinds } = JSON.parse(line);
  const failed = Object.values<number>(kinds).reduce((sum, count) => sum + count, 0);
  return { requests, failed, kinds };
}
