/** Proxies that fail, by every scheme: scripted, since no maker sells them. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { freePort } from '../kit/port.ts';

export const SCHEMES = ['http', 'https', 'socks4', 'socks4a', 'socks5', 'socks5h'] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface Fault {
  readonly name: string;
  /** What becomes of a connection once the client has spoken; absent means that nothing listens. */
  readonly script?: (socket: Socket) => void;
  readonly code: (scheme: Scheme) => string;
}

export const FAULTS: readonly Fault[] = [
  { name: 'is dead', code: () => 'connection_refused' },
  { name: 'hangs', script: () => {}, code: () => 'connection_timeout' },
  {
    name: 'resets in the handshake',
    script: (socket) => void socket.resetAndDestroy(),
    code: () => 'connection_terminated',
  },
  { name: 'closes in the handshake', script: (socket) => void socket.end(), code: () => 'connection_terminated' },
  {
    name: 'answers garbage',
    script: (socket) => void socket.write('\x7fgarbage\r\n\r\n'),
    code: (scheme) => (scheme === 'https' ? 'upstream_tls_failed' : 'upstream_proxy_failed'),
  },
];

/** The port of a proxy that fails in this way. */
export async function startFault({ script }: Fault): Promise<AsyncDisposable & { readonly port: number }> {
  if (!script) return { port: await freePort(), [Symbol.asyncDispose]: async () => {} };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    socket.once('data', () => script(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
