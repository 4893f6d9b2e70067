/** Requests that are refused, by a client that has proved who it is: counted to its credential, and not billed. */
import { ask, type HttpRequest } from '../http-conversation.ts';
import { handshake, socksRequest } from '../socks-conversation.ts';
import type { Kind, Scene } from '../transfer.ts';
import { baseOf } from './http.ts';

const MOST_REQUESTS = 4;
const ALLOWED_BY_QUOTA = 3;
/** RFC 1928 §6. */
const [NOT_ALLOWED, REFUSED, COMMAND_UNSUPPORTED] = [2, 5, 7];
const BIND = 2;

type Request = (scene: Scene) => Pick<HttpRequest, 'method' | 'url'>;

const getOrigin: Request = (scene) => ({ method: 'GET', url: `${baseOf(scene)}/length/100` });
const connectOrigin: Request = ({ webOrigin }) => ({ method: 'CONNECT', url: `127.0.0.1:${webOrigin}` });

/** A few refusals on one connection, which stays usable. */
const http = (name: string, request: Request, expected: readonly number[], more: Partial<Kind> = {}): Kind => ({
  name,
  door: 'http',
  ending: 'orderly',
  async converse(client, scene, random) {
    const accept = random.pick(['Accept: */*', 'Accept: application/json']);
    for (let left = random.between(1, MOST_REQUESTS); left > 0; left -= 1) {
      await ask(client, { ...request(scene), headers: [scene.credential.header, accept] }, ...expected);
    }
    client.end();
    await client.skipRest();
  },
  ...more,
});

const socks = (name: string, request: Buffer, expected: number, more: Partial<Kind> = {}): Kind => ({
  name,
  door: 'socks5',
  ending: 'orderly',
  async converse(client, { credential }) {
    const reply = await handshake(client, credential, request);
    if (reply !== expected) throw new Error(`SOCKS5 was answered ${reply}, not ${expected}`);
    await client.skipRest();
    client.end();
  },
  ...more,
});

export const REFUSED_KINDS: readonly Kind[] = [
  http('http-403-target', () => ({ method: 'GET', url: 'http://denied.example/' }), [403]),
  http('http-403-port', () => ({ method: 'HEAD', url: 'http://127.0.0.1:25/' }), [403]),
  http('connect-403-target', () => ({ method: 'CONNECT', url: 'denied.example:443' }), [403]),
  http('http-429-quota', getOrigin, [200, 429], { quota: () => ({ quotaRequests: ALLOWED_BY_QUOTA }) }),
  http('http-502-pool', getOrigin, [502], { pool: 'dead' }),
  http('connect-502-pool', connectOrigin, [502], { pool: 'dead' }),
  socks('socks5-not-allowed', socksRequest('denied.example', 443), NOT_ALLOWED),
  socks('socks5-refused-pool', socksRequest('127.0.0.1', 9), REFUSED, { pool: 'dead' }),
  socks('socks5-bind', socksRequest('127.0.0.1', 9, BIND), COMMAND_UNSUPPORTED),
];
