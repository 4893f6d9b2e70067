/** Through a tunnel, by either door: how one is opened, and what is said to the TCP origin behind it. */
import type { Client } from './client.ts';
import { CONTENT } from './content.ts';
import { headText, readAnswer } from './http-conversation.ts';
import { handshake, SUCCEEDED, socksRequest } from './socks-conversation.ts';
import type { Kind, Scene } from './transfer.ts';
import { planLine, type TunnelPlan } from './tunnel-plan.ts';

/** The head of a CONNECT to this port. */
export const connectHead = (port: number, header: string): string =>
  headText({ method: 'CONNECT', url: `127.0.0.1:${port}`, headers: [header] });

/** Opens a tunnel to the TCP origin. Rejects when the gateway says no. */
export async function openTunnel(client: Client, door: Kind['door'], scene: Scene, host = '127.0.0.1'): Promise<void> {
  const { credential, tunnelOrigin } = scene;
  if (door === 'socks5') {
    const reply = await handshake(client, credential, socksRequest(host, tunnelOrigin));
    if (reply !== SUCCEEDED) throw new Error(`SOCKS5 was answered ${reply}`);
    return;
  }
  await client.send(connectHead(tunnelOrigin, credential.header));
  const { status } = await readAnswer(client, 'CONNECT');
  if (status !== 200) throw new Error(`CONNECT was answered ${status}`);
}

/** Does what the plan says, both ways at once, and ends as it says. */
export async function runPlan(client: Client, plan: TunnelPlan): Promise<void> {
  const { up, down, end } = plan;
  await client.send(planLine(plan));
  const sent = client.send(CONTENT.subarray(0, up));
  if (end === 'late') {
    await sent;
    client.end();
  }
  await Promise.all([sent, client.skip(down)]);
  if (end === 'client') client.end();
  await client.skipRest();
  if (end === 'origin') client.end();
}
