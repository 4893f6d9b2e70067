/** Transfers that the origin breaks off at a random octet. The client sees them out. */
import { CONTENT } from '../content.ts';
import { headText } from '../http-conversation.ts';
import type { Kind } from '../transfer.ts';
import { openTunnel } from '../tunnel-conversation.ts';
import { planLine, type TunnelPlan } from '../tunnel-plan.ts';
import { cutOf } from './cut.ts';
import { baseOf } from './http.ts';

const broken = (name: string, door: Kind['door'], converse: Kind['converse']): Kind => ({
  name,
  door,
  ending: 'origin',
  converse,
});

const answer = (how: 'reset' | 'short') =>
  broken(`http-get-origin-${how}`, 'http', async (client, scene, random) => {
    const { size, at } = cutOf(random);
    const url = `${baseOf(scene)}/${how}/${size}/${at}`;
    await client.send(headText({ method: 'GET', url, headers: [scene.credential.header] }));
    await client.skipRest();
    client.end();
  });

const body = broken('http-post-origin-reset', 'http', async (client, scene, random) => {
  const { size, at } = cutOf(random);
  const url = `${baseOf(scene)}/deaf/0/${at}`;
  const headers = [scene.credential.header];
  await client.send(headText({ method: 'POST', url, headers, body: { size, framing: 'length' } }));
  await Promise.all([client.send(CONTENT.subarray(0, size)), client.skipRest()]);
  client.end();
});

const tunnel = (what: string, door: Kind['door']) =>
  broken(`${what}-origin-reset`, door, async (client, scene, random) => {
    const { size, at } = cutOf(random);
    const whileReading: TunnelPlan = { up: at, down: size, end: 'deaf' };
    const whileSending: TunnelPlan = { up: size, down: at, end: 'reset' };
    await openTunnel(client, door, scene);
    await client.send(planLine(random.pick([whileReading, whileSending])));
    await Promise.all([client.send(CONTENT.subarray(0, size)), client.skipRest()]);
    client.end();
  });

export const ORIGIN_BROKEN_KINDS: readonly Kind[] = [
  answer('reset'),
  answer('short'),
  body,
  tunnel('connect', 'http'),
  tunnel('socks5', 'socks5'),
];
