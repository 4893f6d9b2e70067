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

const [address = '127.0.0.1'] = process.argv.slice(2);
/** `/bytes/N` is a body of N octets, everything else one without end. */
const server = createServer((request, response) => {
  const size = Number(/^\/bytes\/(\d+)/.exec(request.url ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(size)) pour(response);
  else response.setHeader('content-length', size).end(bodyOf(size));
}).listen(0, address);
await once(server, 'listening');
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
