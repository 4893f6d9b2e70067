import type { Child } from '@atlantic/tests/kit/child.ts';
import { within } from '@atlantic/tests/kit/deadline.ts';

const LOOK_EVERY_MS = 10;

/** The first line a program prints. Rejects when it ends without one, or with `what` and the time when it says nothing. */
export async function firstLine(child: Child, what: string, seconds: number): Promise<string> {
  const lineEnd = () => child.stdout().indexOf('\n');
  let timer: NodeJS.Timeout | undefined;
  const printed = new Promise<void>((resolve) => {
    timer = setInterval(() => lineEnd() >= 0 && resolve(), LOOK_EVERY_MS);
  });
  try {
    await within(seconds, what, Promise.race([printed, child.exited]));
  } finally {
    clearInterval(timer);
  }
  if (lineEnd() < 0) throw new Error(`${what} failed: ${child.stderr()}`);
  return child.stdout().subarray(0, lineEnd()).toString();
}
