/** curl, the client that everybody has, without its own configuration and without a proxy from the environment. */
import { startChild } from './child.ts';
import { ensureProgram } from './program.ts';

export interface CurlResult {
  /** curl's exit code: 0 is well, 56 a connection that broke while receiving, 18 an incomplete body (curl(1)). */
  readonly code: number;
  /** The HTTP status of the last answer, 0 when there was none. */
  readonly status: number;
  /** The HTTP status of the proxy's last answer to CONNECT, 0 when none was asked. */
  readonly connectStatus: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)));

/** Runs curl to its end, at most `timeoutSeconds`. The body, and what `-i` adds, is in `stdout`. */
export async function curl(args: readonly string[], { timeoutSeconds = 20 } = {}): Promise<CurlResult> {
  const program = await ensureProgram('curl');
  const fixed = ['-q', '-sS', '-m', String(timeoutSeconds), '-w', '%{stderr}\n%{http_code} %{http_connect}'];
  await using child = startChild(program, [...fixed, ...args], { env: plainEnvironment() });
  const { code } = await child.exited;
  const said = child.stderr().split('\n');
  const [status, connectStatus] = (said.pop() ?? '').split(' ').map(Number);
  return {
    code: code ?? -1,
    status: status ?? 0,
    connectStatus: connectStatus ?? 0,
    stdout: child.stdout(),
    stderr: said.join('\n').trim(),
  };
}
