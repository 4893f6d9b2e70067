/** Tunnels that end in order: by CONNECT and SOCKS5, whoever ends first, and what is said before the answer. */
import type { Client } from '../client.ts';
import { CONTENT } from '../content.ts';
import { readAnswer } from '../http-conversation.ts';
import type { Random } from '../random.ts';
import { GREETING, login, REQUEST_REPLY, readReply, SUCCEEDED, socksRequest } from '../socks-conversation.ts';
import type { Kind, Scene } from '../transfer.ts';
import { connectHead, openTunnel, runPlan } from '../tunnel-conversation.ts';
import { planLine, type TunnelPlan } from '../tunnel-plan.ts';

const MOST_OCTETS = 2_000_000;

const sizes = (random: Random) => ({ up: random.size(MOST_OCTETS), down: random.size(MOST_OCTETS) });

const tunnelKind = (name: string, door: Kind['door'], end: TunnelPlan['end'], host?: string): Kind => ({
  name,
  door,
  ending: 'orderly',
  async converse(client, scene, random) {
    await openTunnel(client, door, scene, host);
    await runPlan(client, { ...sizes(random), end });
  },
});

/** Everything the client has to say in one write, before the gateway has said anything. */
const atOnce = (
  name: string,
  door: Kind['door'],
  opening: (scene: Scene) => Uint8Array,
  readOpening: (client: Client) => Promise<void>,
): Kind => ({
  name,
  door,
  ending: 'orderly',
  async converse(client, scene, random) {
    const { up, down } = sizes(random);
    const line = planLine({ up, down, end: 'client' });
    await client.send(Buffer.concat([opening(scene), Buffer.from(line), CONTENT.subarray(0, up)]));
    await readOpening(client);
    await client.skip(down);
    client.end();
    await client.skipRest();
  },
});

export const TUNNEL_KINDS: readonly Kind[] = [
  tunnelKind('connect-client-ends', 'http', 'client'),
  tunnelKind('connect-origin-ends', 'http', 'origin'),
  tunnelKind('connect-half-closed', 'http', 'late'),
  atOnce(
    'connect-at-once',
    'http',
    ({ credential, tunnelOrigin }) => Buffer.from(connectHead(tunnelOrigin, credential.header)),
    async (client) => {
      const { status } = await readAnswer(client, 'CONNECT');
      if (status !== 200) throw new Error(`CONNECT was answered ${status}`);
    },
  ),
  tunnelKind('socks5-client-ends', 'socks5', 'client'),
  tunnelKind('socks5-origin-ends', 'socks5', 'origin'),
  tunnelKind('socks5-half-closed', 'socks5', 'late'),
  tunnelKind('socks5-by-name', 'socks5', 'client', 'localhost'),
  atOnce(
    'socks5-at-once',
    'socks5',
    ({ credential, tunnelOrigin }) =>
      Buffer.concat([GREETING, login(credential.username, credential.secret), socksRequest('127.0.0.1', tunnelOrigin)]),
    async (client) => {
      const replies = [await readReply(client, 2), await readReply(client, 2), await readReply(client, REQUEST_REPLY)];
      if (replies.join() !== [2, 0, SUCCEEDED].join()) throw new Error(`SOCKS5 was answered ${replies}`);
    },
  ),
];
