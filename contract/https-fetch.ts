/**
 * `fetch` for a control that is proved by certificates of one's own. Node's fetch trusts one list in the whole process;
 * this trusts what one file holds, for these calls only, and reads the file again when a certificate was renewed.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { Readable } from 'node:stream';
import { checkServerIdentity } from 'node:tls';

export interface HttpsTrust {
  /** PEM file. Any certificate in it is trusted, be it an authority or control's very own. */
  readonly caFile: string;
  /** The name that control's certificate must hold, where it is not the host of the URL. */
  readonly name?: string | undefined;
}

const SOCKETS = 16;

/**
 * How long the former content of a file goes on being trusted. Control looks at its own files now and then, so for a
 * moment after a renewal it still shows the former certificate.
 */
export const RENEWAL_MS = 60_000;

const makeAgent = (ca: string[], name: string | undefined): Agent =>
  new Agent({
    keepAlive: true,
    maxSockets: SOCKETS,
    minVersion: 'TLSv1.2',
    ca,
    allowPartialTrustChain: true,
    checkServerIdentity: (host, certificate) => checkServerIdentity(name ?? host, certificate),
  });

/** Bodies of these have no octets, and `Response` refuses any (Fetch §2.2.4). */
const BODILESS = new Set([204, 205, 304]);

/**
 * Sends GET, POST and the like with a text body, and hands over the answer as soon as its head is there. Rejects with
 * the system's or OpenSSL's error, when `signal` aborts, and for a redirect: what the request holds is for control alone.
 */
export function createHttpsFetch({ caFile, name }: HttpsTrust, now = () => performance.now()): typeof fetch {
  let current = '';
  let former: { text: string; until: number } | undefined;
  let agent: Agent | undefined;
  const currentAgent = (): Agent => {
    const text = readFileSync(caFile, 'utf8');
    const renewed = text !== current;
    const expired = former !== undefined && now() >= former.until;
    if (agent !== undefined && !renewed && !expired) return agent;
    if (renewed) former = current === '' ? undefined : { text: current, until: now() + RENEWAL_MS };
    else former = undefined;
    current = text;
    // What the one before has open goes on to its end; control closes what lies idle.
    agent = makeAgent(former ? [text, former.text] : [text], name);
    return agent;
  };

  return async (input, init = {}) => {
    const { method = 'GET', body, signal } = init;
    const headers = Object.fromEntries(new Headers(init.headers));
    const answer = Promise.withResolvers<Response>();
    const sent = request(String(input), { agent: currentAgent(), method, headers, ...(signal && { signal }) });
    sent.on('error', answer.reject);
    sent.once('response', (incoming) => {
      const status = incoming.statusCode ?? 0;
      if (status >= 300 && status < 400 && status !== 304) {
        sent.destroy(new TypeError('control redirects, which it never does'));
        return;
      }
      const bodiless = BODILESS.has(status);
      if (bodiless) incoming.resume();
      const stream = bodiless ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>);
      answer.resolve(new Response(stream, { status }));
    });
    sent.end(typeof body === 'string' ? body : undefined);
    return answer.promise;
  };
}
