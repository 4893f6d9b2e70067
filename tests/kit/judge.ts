/** The bundled judge, as `atlantic judge` runs it. */

import { LAUNCHER } from './atlantic.ts';
import { startChild } from './child.ts';
import { within } from './deadline.ts';

export interface Judge extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
}

const READY_SECONDS = 20;

/** Starts it on a free port of 127.0.0.1; `args` are more of its options. */
export async function startJudge(args: readonly string[] = []): Promise<Judge> {
  const child = startChild(process.execPath, [LAUNCHER, 'judge', '--bind', '127.0.0.1:0', ...args]);
  const line = await within(READY_SECONDS, 'the judge', child.firstLine);
  const [url = ''] = /http:\S+/.exec(line) ?? [];
  return { url, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
