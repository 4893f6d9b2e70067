/** Transfers that the client breaks off at a random octet, by a reset or by closing. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../client.ts';
import { CONTENT } from '../content.ts';
import { headText } from '../http-conversation.ts';
import type { Random } from '../random.ts';
import type { Kind } from '../transfer.ts';
import { connectHead, openTunnel } from '../tunnel-conversation.ts';
import { planLine } from '../tunnel-plan.ts';
import { cutOf } from './cut.ts';
import { baseOf } from './http.ts';

const LONGEST_STALL_MILLISECONDS = 200;

/** Closing with octets unread makes the kernel send a reset; otherwise it sends FIN. */
type Leave = 'reset' | 'close';

const leaving = (what: string, door: Kind['door'], how: Leave, begin: Kind['converse']): Kind => ({
  name: `${what}-client-${how}`,
  door,
  ending: 'client',
  async converse(client, scene, random) {
    await begin(client, scene, random);
    await stall(random);
    client[how]();
  },
});

/** Half of the clients stop for a while before they leave, so that every queue on the way fills. */
const stall = (random: Random): Promise<void> => pause(random.pick([0, random.between(1, LONGEST_STALL_MILLISECONDS)]));

const head = (how: Leave) =>
  leaving('connect-head', 'http', how, async (client, scene, random) => {
    const text = connectHead(scene.tunnelOrigin, scene.credential.header);
    await client.send(text.slice(0, random.between(0, text.length - 1)));
  });

const get = (how: Leave) =>
  leaving('http-get', 'http', how, async (client, scene, random) => {
    const { size, at } = cutOf(random);
    const url = `${baseOf(scene)}/${random.pick(['length', 'chunked', 'close'])}/${size}`;
    await client.send(headText({ method: 'GET', url, headers: [scene.credential.header] }));
    await client.skip(at);
  });

const post = (how: Leave) =>
  leaving('http-post', 'http', how, async (client, scene, random) => {
    const { size, at } = cutOf(random);
    const body = { size, framing: 'length' as const };
    const url = `${baseOf(scene)}/empty`;
    await client.send(headText({ method: 'POST', url, headers: [scene.credential.header], body }));
    await client.send(CONTENT.subarray(0, at));
  });

const bothWays = async (client: Client, random: Random): Promise<void> => {
  const [up, down] = [cutOf(random), cutOf(random)];
  await client.send(planLine({ up: up.size, down: down.size, end: 'client' }));
  await Promise.all([client.send(CONTENT.subarray(0, up.at)), client.skip(down.at)]);
};

const tunnel = (what: string, door: Kind['door'], how: Leave) =>
  leaving(what, door, how, async (client, scene, random) => {
    await openTunnel(client, door, scene);
    await bothWays(client, random);
  });

export const CLIENT_BROKEN_KINDS: readonly Kind[] = (['reset', 'close'] as const).flatMap((how) => [
  head(how),
  get(how),
  post(how),
  tunnel('connect', 'http', how),
  tunnel('socks5', 'socks5', how),
]);
