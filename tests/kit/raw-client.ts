/** A TCP client that says exactly what a test writes, and counts the octets both ways. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { within } from './deadline.ts';

export interface RawResponse {
  readonly status: number;
  /** By lower-case name; of a repeated field, the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface RawClient extends AsyncDisposable {
  readonly send: (data: string | Buffer) => void;
  /** Closes the sending side. */
  readonly end: () => void;
  /** The next `count` octets. */
  readonly octets: (count: number) => Promise<Buffer>;
  /** The next HTTP answer whose body has a Content-Length; one without has no body. */
  readonly response: (options?: { readonly bodyless?: boolean }) => Promise<RawResponse>;
  /** Everything up to the other side's end; a reset counts as an end. */
  readonly rest: () => Promise<Buffer>;
  readonly counts: () => { sent: number; received: number };
}

const ANSWER_SECONDS = 20;
const HEAD_END = '\r\n\r\n';

function parseHead(head: string): Omit<RawResponse, 'body'> {
  const [start = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { status: Number(start.split(' ')[1]), headers: Object.fromEntries(headers) };
}

export async function openRawClient(port: number): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let unread = Buffer.alloc(0);
  let ended = false;
  let [sent, received] = [0, 0];
  let wake = () => {};

  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    received += chunk.length;
    wake();
  });
  const onEnd = () => {
    ended = true;
    wake();
  };
  socket.on('end', onEnd).on('error', onEnd).on('close', onEnd);
  await once(socket, 'connect');

  /** Waits until `enough` says how many octets to take. */
  const take = async (what: string, enough: () => number | undefined): Promise<Buffer> => {
    for (let count = enough(); ; count = enough()) {
      if (count !== undefined) {
        const taken = unread.subarray(0, count);
        unread = unread.subarray(count);
        return taken;
      }
      if (ended) throw new Error(`the connection ended before ${what}, after: ${unread.toString('latin1')}`);
      await within(ANSWER_SECONDS, what, new Promise<void>((resolve) => (wake = resolve)));
    }
  };
  const octets = (count: number) => take(`${count} octets`, () => (unread.length >= count ? count : undefined));

  return {
    octets,
    send(data) {
      sent += Buffer.byteLength(data);
      socket.write(data);
    },
    end: () => void socket.end(),
    async response({ bodyless = false } = {}) {
      const head = await take('a head', () => {
        const at = unread.indexOf(HEAD_END);
        return at < 0 ? undefined : at + HEAD_END.length;
      });
      const parsed = parseHead(head.subarray(0, -HEAD_END.length).toString('latin1'));
      const length = bodyless ? 0 : Number(parsed.headers['content-length'] ?? 0);
      return { ...parsed, body: await octets(length) };
    },
    rest: () => take('the end', () => (ended ? unread.length : undefined)),
    counts: () => ({ sent, received }),
    async [Symbol.asyncDispose]() {
      socket.destroy();
      if (!socket.closed) await once(socket, 'close');
    },
  };
}
