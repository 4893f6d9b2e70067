/** A web server that sends and takes bodies, and remembers what of each transfer reached it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Transfer } from './transfer.ts';

export interface TransferOrigin extends AsyncDisposable {
  readonly port: number;
  /** Octets of body that arrived for a transfer, 0 when only its head did, undefined when it was never heard of. */
  readonly arrived: (id: string) => number | undefined;
  readonly forget: () => void;
  /** Connections that are open now. */
  readonly open: () => number;
}

const SLICE = Buffer.alloc(65_536, 'transfer ');

/** Sends `size` octets in slices with a pause between them; stops when the client has gone. */
async function send(
  response: ServerResponse,
  { size, slice, pauseMs }: Pick<Transfer, 'size' | 'slice' | 'pauseMs'>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-length': size });
  for (let left = size; left > 0 && !gone.signal.aborted; ) {
    const part = SLICE.subarray(0, Math.min(left, slice));
    left -= part.length;
    const flows = response.write(part);
    if (!flows) await once(response, 'drain', { signal: gone.signal }).catch(() => {});
    if (pauseMs > 0) await pause(pauseMs, undefined, { signal: gone.signal }).catch(() => {});
  }
  response.end();
}

/** Paths are `/down/ID/SIZE/SLICE/PAUSE` and `/up/ID`. */
export async function startTransferOrigin(): Promise<TransferOrigin> {
  const bodies = new Map<string, number>();
  let open = 0;

  const receive = (id: string, request: IncomingMessage, response: ServerResponse) => {
    request.on('data', (chunk: Buffer) => bodies.set(id, (bodies.get(id) ?? 0) + chunk.length));
    request.on('end', () => response.setHeader('content-length', 4).end('done'));
  };
  const server = createServer((request, response) => {
    const [, kind, id = '', size, slice, pauseMs] = (request.url ?? '').split('/');
    bodies.set(id, bodies.get(id) ?? 0);
    request.on('error', () => {});
    if (kind === 'up') return receive(id, request, response);
    request.resume();
    void send(response, { size: Number(size), slice: Number(slice), pauseMs: Number(pauseMs) });
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  server.listen(0, '127.0.0.1', 1024);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    arrived: (id) => bodies.get(id),
    forget: () => bodies.clear(),
    open: () => open,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
