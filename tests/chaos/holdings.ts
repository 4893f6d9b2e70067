/** What the processes of one Atlantic hold: descriptors by /proc, timers, sockets and memory by `inspected.ts`. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Atlantic, appears } from '../kit/atlantic.ts';
import { within } from '../kit/deadline.ts';
import { processesOf } from '../kit/processes.ts';

/** Sums over the egress processes; memory in octets, behind a collection of garbage. */
export interface Holdings {
  readonly processes: number;
  readonly descriptors: number;
  readonly timers: number;
  readonly sockets: number;
  readonly heap: number;
  /** Of buffers and other memory outside V8's heap that V8 knows of. */
  readonly external: number;
  readonly resident: number;
}

interface WrittenDown {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  readonly kinds: Readonly<Record<string, number>>;
}

const ANSWER_SECONDS = 20;

/** What Atlantic must be started with, so that `holdingsOf` is answered. */
export const inspectedEnvironment = (folder: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--expose-gc --import ${pathToFileURL(join(import.meta.dirname, 'inspected.ts'))}`,
  ATLANTIC_TEST_HOLDINGS: folder,
});

async function ask(pid: number, folder: string): Promise<WrittenDown> {
  const file = join(folder, `${pid}.json`);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  const waiting = new AbortController();
  try {
    await within(ANSWER_SECONDS, `what process ${pid} holds`, appears(file, waiting.signal));
  } finally {
    waiting.abort();
  }
  return JSON.parse(readFileSync(file, 'utf8')) as WrittenDown;
}

/** Rejects when a process is too busy to answer for 20 seconds, or has died meanwhile. */
export async function holdingsOf(atlantic: Atlantic, folder: string): Promise<Holdings> {
  const pids = processesOf(atlantic)
    .filter(({ role }) => role === 'primary' || role === 'worker')
    .map(({ pid }) => pid);
  const written = await Promise.all(pids.map((pid) => ask(pid, folder)));
  const sum = (of: (one: WrittenDown) => number) => written.reduce((all, one) => all + of(one), 0);
  return {
    processes: pids.length,
    descriptors: pids.reduce((all, pid) => all + readdirSync(`/proc/${pid}/fd`).length, 0),
    timers: sum(({ kinds }) => kinds.Timeout ?? 0),
    sockets: sum(({ kinds }) => kinds.TCPSocketWrap ?? 0),
    heap: sum(({ heapUsed }) => heapUsed),
    external: sum(({ external }) => external),
    resident: sum(({ rss }) => rss),
  };
}
