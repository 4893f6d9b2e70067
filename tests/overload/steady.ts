/** Clients that ask for little, all the time: what they get while others ask for too much. */
import { type Asked, attempt, close, echoes } from './attempt.ts';

export interface Steady {
  /** Requests that were served: a tunnel stood and a text came back. */
  served: number;
  /** Statuses of those that were not. */
  refused: number[];
  /** Milliseconds from the connection to the echo, of those that were served. */
  latencies: number[];
}

/** So many clients, each with one request after the other on a connection of its own, until `until` settles. */
export async function askSteadily(asked: Asked, clients: number, until: Promise<unknown>): Promise<Steady> {
  const steady: Steady = { served: 0, refused: [], latencies: [] };
  let over = false;
  void until.finally(() => {
    over = true;
  });
  const ask = async () => {
    const startedAt = performance.now();
    const got = await attempt(asked);
    if ('socket' in got && (await echoes(got.socket))) {
      steady.served += 1;
      steady.latencies.push(performance.now() - startedAt);
      await close(got.socket);
    } else steady.refused.push(got.status);
  };
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (!over) await ask();
    }),
  );
  return steady;
}
