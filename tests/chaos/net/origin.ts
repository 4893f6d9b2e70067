/** A web server for a host of its own: `node origin.ts ADDRESS` prints its port and stays until it is killed. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf } from '../../kit/body.ts';

const PIECE = bodyOf(65_536);

/** Octets without end, at the pace of whoever reads. */
function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(PIECE));
  };
  response.on('drain', more);
  more();
}

/** A little at a time, without end. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(PIECE.subarray(0, 1_000)), 100);
  response.on('close', () => clearInterval(timer));
}

const [address = '127.0.0.1'] = process.argv.slice(2);
/** `/bytes/N` is a body of N octets, `/drip` one that comes slowly and without end, everything else one that comes fast. */
const server = createServer((request, response) => {
  const size = Number(/^\/bytes\/(\d+)/.exec(request.url ?? '')?.[1] ?? Number.NaN);
  if (request.url === '/drip') drip(response);
  else if (Number.isNaN(size)) pour(response);
  else response.setHeader('content-length', size).end(bodyOf(size));
}).listen(0, address);
await once(server, 'listening');
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
