/** Clients that want more than there is: each holds the tunnel it gets, and asks again at once when it is refused. */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Asked, attempt, close } from './attempt.ts';

export interface FloodCounts {
  /** Tunnels that are held now. */
  held: number;
  refused: number;
  /** Connections that were closed without a word. */
  unheard: number;
}

export interface Flood extends AsyncDisposable {
  readonly counts: FloodCounts;
  /** What the refusals said, each text once. */
  readonly reasons: ReadonlySet<string>;
  /** The tunnels that are held. */
  readonly tunnels: ReadonlySet<Socket>;
  /** Lets go of everything. */
  stop(): Promise<void>;
}

/** Between a refusal and the next attempt of the same client. */
const AGAIN_MS = 10;
/** The first line of the body. */
const reasonOf = (answer: string): string => /\r\n\r\n([^\n]*)/.exec(answer)?.[1] ?? '';

/** Starts so many clients, from these addresses in turn. */
export function startFlood(asked: Omit<Asked, 'from'>, clients: number, addresses: readonly string[]): Flood {
  const counts: FloodCounts = { held: 0, refused: 0, unheard: 0 };
  const reasons = new Set<string>();
  const tunnels = new Set<Socket>();
  let stopped = false;

  const hold = async (socket: Socket) => {
    tunnels.add(socket);
    counts.held += 1;
    await new Promise((gone) => socket.once('close', gone));
    tunnels.delete(socket);
    counts.held -= 1;
  };
  const want = async (from: string) => {
    while (!stopped) {
      const got = await attempt({ ...asked, from });
      if ('socket' in got) {
        if (stopped) await close(got.socket);
        else await hold(got.socket);
      } else if (got.status === 0) counts.unheard += 1;
      else {
        counts.refused += 1;
        reasons.add(reasonOf(got.text));
      }
      await pause(AGAIN_MS);
    }
  };
  const running = Array.from({ length: clients }, (_, at) => want(addresses[at % addresses.length] ?? '127.0.0.1'));
  const over = Promise.allSettled(running);

  const stop = async () => {
    stopped = true;
    await Promise.all([...tunnels].map(close));
    await over;
  };
  return { counts, reasons, tunnels, stop, [Symbol.asyncDispose]: stop };
}
