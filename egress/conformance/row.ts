/** One row of the conformance table: a conversation in octets, what the RFC says about it, and what it must come to. */

/** Sent once what this side has received on its connection ends with `after`. */
export interface Turn {
  readonly after: string;
  readonly send: string;
}

/** An answer that the gateway gives by itself. */
export interface Refused {
  readonly status: number;
  readonly code: string;
}

/**
 * Octets are latin1 strings. In them `{origin}` stands for the origin's HOST:PORT, and `{auth}` for a
 * Proxy-Authorization line that the gateway accepts, its line end included.
 */
export interface Row {
  readonly name: string;
  readonly rfc: string;
  /** What the RFC asks, in our words. */
  readonly says: string;
  /** What Atlantic does. */
  readonly does: string;
  /** Where `does` is not what the RFC demands: why not. */
  readonly deviation?: string;
  /** What the client sends at once. */
  readonly client: string;
  /** What it sends later. */
  readonly later?: readonly Turn[];
  /** Of each connection to the origin; `OK` behind the head when absent. */
  readonly origin?: readonly Turn[];
  /** The origin closes behind its last turn. */
  readonly originCloses?: true;
  /** All that the origin receives, of all its connections; nothing when absent. */
  readonly seen?: string;
  /** All that the client receives. */
  readonly gets: string | Refused;
  /** The client's connection afterwards: good for another request, closed by the gateway, or another protocol's. */
  readonly afterwards: 'open' | 'closed' | 'tunnel';
}

/** What an origin answers that has nothing to say. */
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** An origin that answers each request `bytes`. */
export const answers = (bytes: string): readonly Turn[] => [{ after: '\r\n\r\n', send: bytes }];

/** A GET through the gateway; `fields` are whole lines. */
export const get = (fields = '', path = '/'): string =>
  `GET http://{origin}${path} HTTP/1.1\r\nHost: {origin}\r\n{auth}${fields}\r\n`;

/** The same as the origin must see it. */
export const got = (fields = '', path = '/'): string => `GET ${path} HTTP/1.1\r\nHost: {origin}\r\n${fields}\r\n`;

/** The last that an origin sees of a client. */
export const gotLast = (fields = '', path = '/'): string => got(`${fields}Connection: close\r\n`, path);

/** A POST through the gateway, its body in `fields` and what follows them. */
export const post = (fields: string, body: string): string =>
  `POST http://{origin}/ HTTP/1.1\r\nHost: {origin}\r\n{auth}${fields}\r\n${body}`;

/** A request line and fields that reach no origin. */
export const MALFORMED: Refused = { status: 400, code: 'request_malformed' };

export const CHUNKED = 'Transfer-Encoding: chunked\r\n';

/** A request that reaches no origin, and ends its connection. */
export const refused = (
  name: string,
  rfc: string,
  says: string,
  client: string,
  does = 'Answers 400 and closes.',
): Row => ({ name, rfc, says, does, client, gets: MALFORMED, afterwards: 'closed' });

/** An answer that is passed on to nobody. */
export const brokenAnswer = (name: string, rfc: string, says: string, origin: string): Row => ({
  name,
  rfc,
  says,
  does: 'Answers 502; the origin’s connection is closed, the client’s is as good as before.',
  client: get(),
  origin: answers(origin),
  seen: got(),
  gets: { status: 502, code: 'response_malformed' },
  afterwards: 'open',
});
