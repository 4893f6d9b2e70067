/** A program started for a test, and its end: no test leaves a process behind, however it ends itself. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { within } from './deadline.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Settles once, when the process has ended and its output is complete. */
  readonly exited: Promise<Exit>;
  /** The first line on standard output; stays open when the program ends without one. */
  readonly firstLine: Promise<string>;
  readonly stdout: () => Buffer;
  readonly stderr: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
}

const POLITE_SECONDS = 5;
const running = new Set<ChildProcess>();

/** Its process group, so that what the program started goes with it. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has already ended.
  }
}
process.once('exit', () => running.forEach(killGroup));

/** Starts a program in a process group of its own and keeps what it prints. */
export function startChild(program: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  const firstLine = Promise.withResolvers<string>();
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stdout?.on('data', function look() {
    const [line, ...more] = Buffer.concat(out).toString().split('\n');
    if (more.length === 0) return;
    firstLine.resolve(line ?? '');
    child.stdout?.off('data', look);
  });
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  running.add(child);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal }));
  }).finally(() => running.delete(child));
  // Whoever awaits it gets the error; a program that cannot be started is not an unhandled rejection besides.
  exited.catch(() => {});

  return {
    pid: child.pid ?? 0,
    exited,
    firstLine: firstLine.promise,
    stdout: () => Buffer.concat(out),
    stderr: () => Buffer.concat(err).toString(),
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await within(POLITE_SECONDS, 'the end', gone).catch(() => {});
      killGroup(child);
      await within(
        POLITE_SECONDS,
        `the end of ${program}`,
        exited.catch(() => {}),
      );
    },
  };
}
