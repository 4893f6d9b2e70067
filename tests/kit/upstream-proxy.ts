/** What the proxies of other makers have in common, when a test puts one in the way. */
import { type Child, startChild } from './child.ts';
import { within } from './deadline.ts';
import type { Folder } from './folder.ts';
import { untilAccepts } from './port.ts';

export interface UpstreamProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, `https://…` or `socks5h://…`, with user name and password where the proxy asks for them. */
  readonly url: string;
  readonly port: number;
  /** The process that was started; it may have children. */
  readonly pid: number;
}

export interface UpstreamProxyOptions {
  /** Plain ASCII without blanks, quotes or `:`; absent means the proxy is open. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** Where one that died stood before; absent means a free one. Of tinyproxy. */
  readonly port?: number;
  /** The local address it reaches targets from, by which they know it. */
  readonly from?: string;
  /** Lines that its configuration has besides. Of squid and tinyproxy. */
  readonly lines?: readonly string[];
  /** Connections of clients it must bear at once; absent means a few. */
  readonly connections?: number;
}

const READY_SECONDS = 15;

/** Starts the program, waits until `port` accepts, and owns it and `folder` from then on. */
export async function startProxyProgram(
  program: string,
  args: readonly string[],
  place: { folder: Folder; port: number; scheme?: 'http' | 'https' | 'socks5h' },
  { auth }: UpstreamProxyOptions,
): Promise<UpstreamProxy> {
  const { folder, port, scheme = 'http' } = place;
  const child = startChild(program, args);
  const end = async () => {
    await child[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };
  try {
    await ready(child, port);
  } catch (cause) {
    await end();
    throw new Error(`${program} did not start:\n${child.stdout()}${child.stderr()}`, { cause });
  }
  const user = auth ? `${auth.username}:${auth.password}@` : '';
  return { url: `${scheme}://${user}127.0.0.1:${port}`, port, pid: child.pid, [Symbol.asyncDispose]: end };
}

async function ready(child: Child, port: number): Promise<void> {
  const waiting = new AbortController();
  const exited = child.exited.then(({ code }) => {
    throw new Error(`ended with code ${code}`);
  });
  try {
    await within(READY_SECONDS, 'the first connection', Promise.race([untilAccepts(port, waiting.signal), exited]));
  } finally {
    waiting.abort();
  }
}
