/** Through a pool whose first endpoint refuses connections: the gateway tries again, and the client does not notice. */
import { ask } from '../http-conversation.ts';
import type { Kind } from '../transfer.ts';
import { openTunnel, runPlan } from '../tunnel-conversation.ts';
import { baseOf } from './http.ts';

const MOST_REQUESTS = 4;
const MOST_OCTETS = 500_000;

const web: Kind = {
  name: 'retried-http',
  door: 'http',
  ending: 'orderly',
  pool: 'retried',
  async converse(client, scene, random) {
    for (let left = random.between(1, MOST_REQUESTS); left > 0; left -= 1) {
      const url = `${baseOf(scene)}/length/${random.size(MOST_OCTETS)}`;
      const size = random.size(MOST_OCTETS);
      const body = random.pick([{}, { body: { size, framing: 'length' as const } }]);
      const method = 'body' in body ? 'POST' : 'GET';
      await ask(client, { method, url, headers: [scene.credential.header], ...body }, 200);
    }
    client.end();
    await client.skipRest();
  },
};

const tunnel = (door: Kind['door']): Kind => ({
  name: `retried-${door === 'http' ? 'connect' : door}`,
  door,
  ending: 'orderly',
  pool: 'retried',
  async converse(client, scene, random) {
    await openTunnel(client, door, scene);
    await runPlan(client, { up: random.size(MOST_OCTETS), down: random.size(MOST_OCTETS), end: 'client' });
  },
});

export const RETRIED_KINDS: readonly Kind[] = [web, tunnel('http'), tunnel('socks5')];
