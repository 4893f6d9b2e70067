/** One life of a supervised process, from its start to its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { HAS_GROUPS, signalGroup } from './process-group.ts';

export interface LifePlan {
  /** Absolute path of the program; it runs under this Node. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds. A process that has not said that it serves by then is killed, with all that it started. */
  readonly readyMs: number;
  /** Called with each message; true when it says that the process serves. */
  readonly onMessage: (message: unknown) => boolean;
  /** Called once, with what it ended with. */
  readonly onEnd: (how: string) => void;
}

const howItEnded = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === null ? `exit code ${code}` : `signal ${signal}`;

/** Starts the process as the leader of its own group, with our standard output and an IPC channel. */
export function startLife({ entry, environment, readyMs, onMessage, onEnd }: LifePlan): ChildProcess {
  const life = spawn(process.execPath, [entry], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: HAS_GROUPS,
  });
  let why = '';
  const deadline = setTimeout(() => {
    why = `, because it did not serve within ${readyMs / 1000} s`;
    if (life.pid !== undefined) signalGroup(life.pid, 'SIGKILL');
  }, readyMs);
  const end = (how: string): void => {
    clearTimeout(deadline);
    onEnd(how);
  };
  life.on('message', (message) => {
    if (onMessage(message)) clearTimeout(deadline);
  });
  life.once('exit', (code, signal) => end(`${howItEnded(code, signal)}${why}`));
  life.on('error', ({ message }) => {
    // Any other error concerns a message or a signal; the process itself goes on.
    if (life.pid === undefined) end(message);
  });
  return life;
}
