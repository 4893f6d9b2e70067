/** Traffic of many kinds at once, for as long as a round lasts: each lane opens one connection after another. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TestCredential } from '../kit/credential.ts';
import { type Door, httpPort, socksPort } from '../kit/door.ts';
import type { Random } from '../kit/random.ts';
import { runSession } from '../kit/session.ts';
import type { SessionRecord, Transfer } from '../kit/transfer.ts';
import type { Arena } from './arena.ts';
import { ONE_WRITE } from './bounds.ts';

export interface LoadPlan {
  /** Each has as many lanes as there are doors and directions. */
  readonly credentials: readonly TestCredential[];
  readonly random: Random;
  /** Begins the ids of the transfers. */
  readonly name: string;
}

export interface Load {
  readonly sessions: readonly SessionRecord[];
  /** Opens no more connections and resolves when the last has ended. Rejects when the gateway fell silent. */
  readonly stop: () => Promise<void>;
}

const DOORS: readonly Door['name'][] = ['HTTP', 'CONNECT', 'SOCKS5'];
const KINDS: readonly Transfer['kind'][] = ['down', 'up'];
/** Octets of the bodies of one transfer. */
const SMALLEST = 1;
const LARGEST = 1_000_000;
/** A slow transfer takes up to 30 pauses of 20 ms, so that at any moment some are in the middle. */
const SLOW_SLICES = 30;
const LONGEST_PAUSE_MS = 20;
/** More than the buffers of the system hold, for a client that does not read: the gateway's writes have to wait then. */
const STALLED = { least: 3_000_000, most: 8_000_000, longestMs: 400 };
/** At most between two connections of a lane. */
const LANE_PAUSE_MS = 15;
/** How often a lane knocks at a door that is closed. */
const KNOCK_MS = 30;

function chooseTransfer(random: Random, kind: Transfer['kind'], id: string): Transfer {
  const pace = random.whole(0, 9);
  const plain = { id, kind, size: random.size(SMALLEST, LARGEST), slice: ONE_WRITE, pauseMs: 0, stallMs: 0 };
  if (pace < 4) {
    const slice = Math.min(ONE_WRITE, Math.max(1, Math.ceil(plain.size / SLOW_SLICES)));
    return { ...plain, slice, pauseMs: random.whole(1, LONGEST_PAUSE_MS) };
  }
  if (pace > 4 || kind === 'up') return plain;
  return { ...plain, size: random.size(STALLED.least, STALLED.most), stallMs: random.whole(1, STALLED.longestMs) };
}

/** Whatever life of the program is the present one gets the traffic. */
export function startLoad(arena: Arena, { credentials, random, name }: LoadPlan): Load {
  const sessions: SessionRecord[] = [];
  let stopping = false;
  let made = 0;

  const lane = async (credential: TestCredential, door: Door['name'], kind: Transfer['kind'], own: Random) => {
    while (!stopping) {
      const transfers = Array.from({ length: own.whole(1, 3) }, () => {
        made += 1;
        return chooseTransfer(own, kind, `${name}x${made}`);
      });
      const port = door === 'SOCKS5' ? socksPort(arena.atlantic()) : httpPort(arena.atlantic());
      const session = await runSession({ door, credential, port, originPort: arena.origin.port, transfers });
      sessions.push(session);
      await pause(session.connected ? own.whole(1, LANE_PAUSE_MS) : KNOCK_MS);
    }
  };
  const lanes = credentials.flatMap((credential) =>
    DOORS.flatMap((door) => KINDS.map((kind) => lane(credential, door, kind, random.fork()))),
  );
  const all = Promise.all(lanes);
  // Whoever stops the load gets the error; until then it is not an unhandled rejection.
  all.catch(() => {});
  return {
    sessions,
    async stop() {
      stopping = true;
      await all;
    },
  };
}
