/** Tunnels to an echo: those that stay open throughout, and those that come and go. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RawClient } from '../kit/raw-client.ts';
import type { Subject } from './subject.ts';

/** Each of the open tunnels says something so often. */
const SAY_EVERY_MS = 500;

const opener = ({ tunnels }: Subject, at: number): (() => Promise<RawClient>) => {
  const ways = Object.values(tunnels);
  const way = ways[at % ways.length];
  if (!way) throw new Error('there is no way to open a tunnel');
  return way;
};

async function echoes(client: RawClient, text: string): Promise<void> {
  client.send(text);
  const heard = (await client.octets(text.length)).toString('latin1');
  if (heard !== text) throw new Error('the echo is another text');
}

export interface OpenTunnels {
  readonly opened: number;
  /** What became of those that did not last. */
  readonly closed: readonly string[];
  /** Ends them, and checks each one a last time before. */
  end(): Promise<void>;
}

/** Opens `count` tunnels by the ways there are, in turn, and has each of them echo until the end. */
export async function openTunnels(subject: Subject, count: number): Promise<OpenTunnels> {
  const clients = await Promise.all(Array.from({ length: count }, (_, at) => opener(subject, at)()));
  const closed: string[] = [];
  const over = new AbortController();
  const talks = clients.map(async (client, at) => {
    try {
      for (let round = 0; !over.signal.aborted; round += 1) {
        await echoes(client, `tunnel ${at}, round ${round}\n`);
        await pause(SAY_EVERY_MS, undefined, { signal: over.signal }).catch(() => {});
      }
      await echoes(client, `the last words of tunnel ${at}\n`);
    } catch (error) {
      closed.push(error instanceof Error ? error.message : String(error));
    }
  });
  return {
    opened: clients.length,
    closed,
    async end() {
      over.abort();
      await Promise.all(talks);
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    },
  };
}

export interface ShortTunnels {
  readonly done: number;
  readonly failures: readonly string[];
  end(): Promise<void>;
}

/** So many clients open a tunnel, have one echo, close it and begin anew. */
export function churnTunnels(subject: Subject, clients: number): ShortTunnels {
  const failures: string[] = [];
  let done = 0;
  let over = false;
  const one = async (at: number) => {
    for (let round = at; !over; round += 1) {
      try {
        await using client = await opener(subject, round)();
        await echoes(client, `round ${round}\n`);
        client.end();
        done += 1;
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const all = Array.from({ length: clients }, (_, at) => one(at));
  return {
    get done() {
      return done;
    },
    failures,
    async end() {
      over = true;
      await Promise.all(all);
    },
  };
}
