/**
 * A peer that breaks off. On its n-th connection it says n octets of what it has to say and resets; it is an origin, an
 * HTTP proxy or a SOCKS5 proxy, as it is spoken to. As a proxy it plays the target, too.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Octets of the answer's body. Head and body are more than any peer says that breaks off. */
export const ANSWER_BODY = 4_096;
const ANSWER = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${ANSWER_BODY}\r\n\r\n${'a'.repeat(ANSWER_BODY)}`);
const ESTABLISHED = Buffer.from('HTTP/1.1 200 OK\r\n\r\n');
const SOCKS_METHOD = Buffer.from([5, 0]);
const SOCKS_YES = Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]);
const HEAD_END = '\r\n\r\n';

export interface BreakingPeer extends AsyncDisposable {
  readonly port: number;
  /** Connections since `begin`. */
  readonly connections: () => number;
  /** From now on the n-th connection is reset behind `octetsOf(n)` octets; Infinity lets it say everything. */
  readonly begin: (octetsOf: (connection: number) => number) => void;
}

/** Octets of the first request in `heard`, its body included; undefined while it is not complete. */
function requestLength(heard: string): number | undefined {
  const end = heard.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(heard.slice(0, end))?.[1] ?? 0);
  const whole = end + HEAD_END.length + length;
  return heard.length >= whole ? whole : undefined;
}

/** What comes next, and how much of `heard` it answers; undefined while more must be heard. */
function nextWords(heard: string, said: number): { words: Buffer; used: number } | undefined {
  if (heard.charCodeAt(0) === 5 && said === 0)
    return heard.length >= 2 + heard.charCodeAt(1) ? { words: SOCKS_METHOD, used: 2 + heard.charCodeAt(1) } : undefined;
  if (heard.charCodeAt(0) === 5) {
    const length = heard.charCodeAt(3) === 3 ? 7 + heard.charCodeAt(4) : 10;
    return heard.length >= length ? { words: SOCKS_YES, used: length } : undefined;
  }
  const used = requestLength(heard);
  if (used === undefined) return undefined;
  return { words: heard.startsWith('CONNECT') ? ESTABLISHED : ANSWER, used };
}

function converse(socket: Socket, octets: number): void {
  let heard = '';
  let said = 0;
  const say = (words: Buffer) => {
    const part = words.subarray(0, Math.max(0, octets - said));
    said += part.length;
    if (said < octets) socket.write(part);
    else socket.write(part, () => socket.resetAndDestroy());
  };
  socket.on('data', (chunk) => {
    if (octets === 0) return void socket.resetAndDestroy();
    heard += chunk.toString('latin1');
    for (let next = nextWords(heard, said); next && said < octets; next = nextWords(heard, said)) {
      heard = heard.slice(next.used);
      say(next.words);
    }
  });
}

export async function startBreakingPeer(): Promise<BreakingPeer> {
  const open = new Set<Socket>();
  let octetsOf = (_: number): number => Number.POSITIVE_INFINITY;
  let connections = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    converse(socket, octetsOf(connections));
    connections += 1;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    begin(next) {
      octetsOf = next;
      connections = 0;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
