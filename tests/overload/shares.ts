/** What two accounts get of one worker that has all it can do: each from a server, and into a client, of its own process. */
import { join } from 'node:path';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { openStage } from './stage.ts';

export interface Shares {
  readonly greedyTunnels: number;
  readonly modestTunnels: number;
  /** Octets a second. */
  readonly greedy: number;
  readonly modest: number;
  /** Of the sum, from 0 to 1. */
  readonly modestShare: number;
}

const file = (name: string): string => join(import.meta.dirname, name);
const START_SECONDS = 10;

/** Measures for so many seconds. Neither account has a limit. */
export async function measureShares(greedyTunnels: number, modestTunnels: number, seconds: number): Promise<Shares> {
  await using stage = await openStage({ overload: {}, workers: 1 });
  await using peers = new AsyncDisposableStack();
  const measure = async (port: number, header: string, tunnels: number): Promise<number> => {
    const origin = peers.use(startChild(process.execPath, [file('stream.ts')]));
    const target = await within(START_SECONDS, 'a server', origin.firstLine);
    const settings = [port, target, header, tunnels, seconds].map(String);
    const sink = peers.use(startChild(process.execPath, [file('sink.ts'), ...settings]));
    return Number(await within(seconds + START_SECONDS, 'a client', sink.firstLine)) / seconds;
  };
  const [greedy, modest] = await Promise.all([
    measure(stage.greedy.port, stage.greedy.header, greedyTunnels),
    modestTunnels === 0 ? 0 : measure(stage.modest.port, stage.modest.header, modestTunnels),
  ]);
  return { greedyTunnels, modestTunnels, greedy, modest, modestShare: modest / (greedy + modest) };
}
