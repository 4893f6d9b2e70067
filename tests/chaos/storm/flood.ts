/** Connections that come and go, and say next to nothing. */
import { once } from 'node:events';
import { addressOf, dial, gone } from '../exchange.ts';
import { inParallel } from '../parallel.ts';
import { type Blown, type Storm, tally, together } from '../storm.ts';

const WIDTH = 64;
const SOCKS_GREETING = Buffer.from([5, 1, 2]);
const WAYS = ['reset', 'end', 'one octet and reset', 'a greeting and reset'] as const;

const FLOOD: Storm = {
  name: 'rapid connect and disconnect',
  async blow(stage, { cycles }) {
    const words: string[] = [];
    await inParallel(cycles, WIDTH, async (number) => {
      const way = WAYS[number % WAYS.length] ?? 'reset';
      const socket = await dial(stage, 'HTTP', addressOf(number)).catch(() => undefined);
      if (!socket) return void words.push('not accepted');
      if (way === 'one octet and reset') socket.write('G');
      if (way === 'a greeting and reset') {
        socket.write(SOCKS_GREETING);
        await once(socket, 'data').catch(() => {});
      }
      if (way !== 'end') socket.resetAndDestroy();
      else {
        socket.end().resume();
        await gone(socket);
      }
      words.push(way);
    });
    const refused = words.filter((word) => word === 'not accepted').length;
    return {
      attempts: cycles,
      came: tally(words),
      broken: refused > 0 ? [`${refused} connections were not accepted`] : [],
    };
  },
};

const ROUNDS = 5;
/** Behind the third round, when V8 and the allocator have what they need. */
const LEVEL_FROM = 3;
/** Octets by which the resident memory of all processes may still differ. */
const LEVEL_BYTES = 24 * 1_048_576;
/** Fewer connections than this in a round do not bring memory to its level. */
const ENOUGH = 10_000;

/** Memory is taken from the system as the busiest moment needs it. It must not be taken again by the same moment. */
const LEVEL: Storm = {
  name: `${ROUNDS} times that, and memory levels off`,
  async blow(stage, scale) {
    const blown: Blown[] = [];
    const resident: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      blown.push(await FLOOD.blow(stage, scale));
      resident.push((await stage.holdings()).resident);
    }
    const risen = (resident.at(-1) ?? 0) - (resident[LEVEL_FROM - 1] ?? 0);
    const rises = scale.cycles >= ENOUGH && risen > LEVEL_BYTES;
    const { attempts, broken } = together(blown);
    const came = `resident ${resident.map((octets) => (octets / 1_048_576).toFixed(0)).join(', ')} MiB`;
    return { attempts, came, broken: rises ? [...broken, `memory still rises: ${came}`] : broken };
  },
};

export const FLOODS: readonly Storm[] = [FLOOD, LEVEL];
