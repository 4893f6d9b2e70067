/** Many of the same, some at a time. */

/** Calls `run` with 0 to `count - 1`, at most `width` at once. Rejects with the first failure, once all have ended. */
export async function inParallel(count: number, width: number, run: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      await run(number);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(width, count) }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
