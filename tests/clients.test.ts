/** Real clients in short: tests/clients/main.ts with the programs that start quickly, directly and through squid. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arena, type Gateway, openArena } from './clients/arena.ts';
import { checkWay } from './clients/checks.ts';
import { type OpenClient, wayName } from './clients/client.ts';
import { curlClient } from './clients/curl.ts';
import { gitClient } from './clients/git.ts';
import { urllibClient } from './clients/python.ts';
import { UPSTREAMS } from './clients/upstreams.ts';
import { wgetClient } from './clients/wget.ts';

const peers = new AsyncDisposableStack();
const opened = new Map<string, OpenClient>();
let arena: Arena;

beforeAll(async () => {
  arena = peers.use(await openArena());
  for (const program of [curlClient, wgetClient, gitClient, urllibClient]) {
    opened.set(program.name, peers.use(await program.open(arena.stage(program.name))));
  }
});
afterAll(() => peers.disposeAsync());

describe.each(UPSTREAMS.filter(({ name }) => name === 'direct' || name === 'squid+login'))('$name', (upstream) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = peers.use(await arena.openGateway(upstream));
  });

  const rows = [curlClient, wgetClient, gitClient, urllibClient].flatMap((program) =>
    program.ways.map((way) => ({ program, way, title: `${program.name}: ${wayName(way)}` })),
  );
  it.each(rows)('$title: a megabyte down and up, 404, and a wrong secret', async ({ program, way }) => {
    const client = opened.get(program.name);
    if (!client) throw new Error(`${program.name} was not opened`);
    const results = await checkWay(arena, gateway, program, client, way);
    expect(results.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });
});
