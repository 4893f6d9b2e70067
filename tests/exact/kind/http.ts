/** Web requests that go well: several a connection, every framing. */
import { ask, type HttpRequest } from '../http-conversation.ts';
import type { Random } from '../random.ts';
import type { Kind, Scene } from '../transfer.ts';

const MOST_REQUESTS = 6;
const MOST_OCTETS = 1_000_000;

type Request = Pick<HttpRequest, 'method' | 'url' | 'body'>;
/** Draws one request to the origin at `base`. */
type Draw = (base: string, random: Random) => Request;

const path = (random: Random): string => `/${random.pick(['length', 'chunked', 'close'])}/${random.size(MOST_OCTETS)}`;

const get: Draw = (base, random) => ({
  method: 'GET',
  url: base + random.pick([path(random), path(random), path(random), '/empty']),
});
const head: Draw = (base, random) => ({ method: 'HEAD', url: `${base}/length/${random.size(MOST_OCTETS)}` });
const post =
  (framing: 'length' | 'chunked'): Draw =>
  (base, random) => ({ method: 'POST', url: base + path(random), body: { size: random.size(MOST_OCTETS), framing } });
const any: Draw = (base, random) => random.pick([get, head, post('length'), post('chunked')])(base, random);

export const baseOf = ({ webOrigin }: Scene): string => `http://127.0.0.1:${webOrigin}`;

/** Requests one after another on a connection that the client ends. */
const keptAlive = (name: string, draw: Draw): Kind => ({
  name,
  door: 'http',
  ending: 'orderly',
  async converse(client, scene, random) {
    for (let left = random.between(1, MOST_REQUESTS); left > 0; left -= 1) {
      const request = draw(baseOf(scene), random);
      const { close } = await ask(client, { ...request, headers: [scene.credential.header] }, 200, 204);
      if (close) throw new Error('the gateway would not keep the connection');
    }
    client.end();
    await client.skipRest();
  },
});

/** One request on a connection that the gateway ends. */
const closed: Kind = {
  name: 'http-connection-close',
  door: 'http',
  ending: 'orderly',
  async converse(client, scene, random) {
    const headers = [scene.credential.header, 'Connection: close'];
    await ask(client, { ...any(baseOf(scene), random), headers }, 200, 204);
    await client.skipRest();
    client.end();
  },
};

export const HTTP_KINDS: readonly Kind[] = [
  keptAlive('http-get', get),
  keptAlive('http-head', head),
  keptAlive('http-post-length', post('length')),
  keptAlive('http-post-chunked', post('chunked')),
  keptAlive('http-mixed', any),
  closed,
];
