/** Transfers that the gateway breaks off, because the credential has no more bytes. The client sees them out. */
import { CONTENT } from '../content.ts';
import { headText } from '../http-conversation.ts';
import type { Random } from '../random.ts';
import type { Kind, Quota } from '../transfer.ts';
import { openTunnel } from '../tunnel-conversation.ts';
import { planLine } from '../tunnel-plan.ts';
import { baseOf } from './http.ts';

/** Enough for the opening, and not for the transfer. */
const scarce = (random: Random): Quota => ({ quotaBytes: random.between(2_000, 1_000_000) });
const BEYOND_QUOTA = 1_500_000;

const unpaid = (what: string, door: Kind['door'], converse: Kind['converse']): Kind => ({
  name: `${what}-quota`,
  door,
  ending: 'gateway',
  quota: scarce,
  converse,
});

const get = unpaid('http-get', 'http', async (client, scene, random) => {
  const url = `${baseOf(scene)}/${random.pick(['length', 'chunked'])}/${BEYOND_QUOTA}`;
  await client.send(headText({ method: 'GET', url, headers: [scene.credential.header] }));
  await client.skipRest();
  client.end();
});

const post = unpaid('http-post', 'http', async (client, scene) => {
  const url = `${baseOf(scene)}/empty`;
  const headers = [scene.credential.header];
  await client.send(headText({ method: 'POST', url, headers, body: { size: BEYOND_QUOTA, framing: 'length' } }));
  await Promise.all([client.send(CONTENT.subarray(0, BEYOND_QUOTA)), client.skipRest()]);
  client.end();
});

const tunnel = (what: string, door: Kind['door']) =>
  unpaid(what, door, async (client, scene) => {
    await openTunnel(client, door, scene);
    await client.send(planLine({ up: BEYOND_QUOTA, down: BEYOND_QUOTA, end: 'client' }));
    await Promise.all([client.send(CONTENT.subarray(0, BEYOND_QUOTA)), client.skipRest()]);
    client.end();
  });

export const GATEWAY_BROKEN_KINDS: readonly Kind[] = [get, post, tunnel('connect', 'http'), tunnel('socks5', 'socks5')];
