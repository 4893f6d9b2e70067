/** Which source addresses a target sees, when a pool of direct exits leads there. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAtlantic } from '../kit/atlantic.ts';
import { curl } from '../kit/curl.ts';

export interface Seen {
  /** Of requests that asked for nothing. */
  readonly plain: readonly string[];
  /** Of requests of one session, of another, and of requests with `rotate-request`. */
  readonly session: readonly string[];
  readonly other: readonly string[];
  readonly rotated: readonly string[];
  /** What `atlantic.status` says of the session's exit, and `pool list` of the pool. */
  readonly status: string;
  readonly pools: string;
}

const SECRET = 'secret-of-the-client';

/** `host`: the address of this machine that the target listens on. */
export async function seenFrom(addresses: string[], host: string, requests: number): Promise<Seen> {
  const server = createServer((request, response) => response.end(request.socket.remoteAddress)).listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  const config = {
    egress: { targets: { allowPrivate: true } },
    pools: [{ name: 'own', kind: 'direct' as const, addresses }],
    routes: [{ pool: 'own' }],
    credentials: [{ name: 'client', secret: SECRET }],
  };
  try {
    await using atlantic = await startAtlantic({ config });
    const ask = async (options: string, url = `http://${shown}:${port}/`) => {
      const answer = await curl(['-x', atlantic.ready.egress.http, '-U', `client${options}:${SECRET}`, url]);
      return answer.stdout.toString();
    };
    const many = (options: string) => Promise.all(Array.from({ length: requests }, () => ask(options)));
    return {
      plain: await many(''),
      session: await many('-session-one'),
      other: await many('-session-two'),
      rotated: await many('-rotate-request'),
      status: await ask('-session-one', 'http://atlantic.status/'),
      pools: (await atlantic.cli('pool', 'list', '--json')).stdout,
    };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
