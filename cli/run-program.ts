/** Runs a program of another room in the place of a command: on our own input and outputs, for as long as it takes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const FAILED = 1;

/** Gives its exit code. Signals go on to it; it hears by its channel when we are gone. `entry`: absolute path. */
export async function runProgram(entry: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    const [code] = await once(child, 'exit');
    return code ?? FAILED;
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
  }
}
