/** Connections that come and go, and say next to nothing. */
import { once } from 'node:events';
import { addressOf, dial, gone } from '../exchange.ts';
import { inParallel } from '../parallel.ts';
import { type Storm, tally } from '../storm.ts';

const WIDTH = 64;
const SOCKS_GREETING = Buffer.from([5, 1, 2]);
const WAYS = ['reset', 'end', 'one octet and reset', 'a greeting and reset'] as const;

export const FLOOD: Storm = {
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
