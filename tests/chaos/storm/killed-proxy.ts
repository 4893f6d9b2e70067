/** Upstream proxies that are killed in the middle of answers. */
import { setTimeout as pause } from 'node:timers/promises';
import { httpPort, socksPort } from '../../kit/door.ts';
import { runSession } from '../../kit/session.ts';
import type { SessionRecord } from '../../kit/transfer.ts';
import { inParallel } from '../parallel.ts';
import { type Storm, tally } from '../storm.ts';

const DOORS = ['HTTP', 'CONNECT', 'SOCKS5'] as const;
const SIZE = 200_000;
/** An answer takes 100 slices of these, so that all are under way when the proxy dies. */
const SLICE = { size: SIZE, slice: SIZE / 100, pauseMs: 30 } as const;
const WIDTH = 8;
const KILL_AFTER_MS = 1_000;

const wordFor = ({ transfers: [transfer] }: SessionRecord): string => transfer?.ending ?? 'not opened';

export const KILLED_PROXY: Storm = {
  name: 'a proxy is killed in mid-answer',
  async blow(stage, { clients }) {
    const ask = (number: number, how: { size: number; slice: number; pauseMs: number }) => {
      const door = DOORS[number % DOORS.length] ?? 'HTTP';
      return runSession({
        door,
        credential: stage.credential('victims'),
        port: door === 'SOCKS5' ? socksPort(stage.atlantic) : httpPort(stage.atlantic),
        originPort: stage.transfers.port,
        transfers: [{ id: `killed${number}`, kind: 'down', stallMs: 0, ...how }],
      });
    };
    const running = Array.from({ length: clients }, (_, number) => ask(number, SLICE));
    await pause(KILL_AFTER_MS);
    stage.kill();
    const sessions = await Promise.all(running);
    // The other one serves alone, and whoever is sent to the dead one is sent on: as many at a time as retries are for.
    const later: SessionRecord[] = [];
    await inParallel(clients, WIDTH, async (number) => {
      later.push(await ask(number, { ...SLICE, pauseMs: 0 }));
    });
    await stage.revive();
    const short = sessions.filter(({ transfers: [one] }) => one?.ending === 'finished' && one.body < SIZE).length;
    const refused = later.filter((one) => wordFor(one) !== 'finished').map(wordFor);
    const broken = [
      ...(short > 0 ? [`${short} cut answers were passed on as whole`] : []),
      ...(refused.length > 0 ? [`with one proxy left: ${tally(refused)}`] : []),
    ];
    return {
      attempts: clients * 2,
      came: `${tally(sessions.map(wordFor))}; then ${tally(later.map(wordFor))}`,
      broken,
    };
  },
};
