/** A TCP server that does what the first line of each connection asks. */
import { createServer, type Socket } from 'node:net';
import { CONTENT } from './content.ts';
import { type Origin, openOrigin } from './origin.ts';
import { readPlan, type TunnelPlan } from './tunnel-plan.ts';

/** Carries out the plan; `behind` octets of what the client has to send came with it. */
function carryOut(socket: Socket, { up, down, end }: TunnelPlan, behind: number): void {
  let read = behind;
  let sent = false;
  const follow = () => {
    if (end === 'deaf' && read >= up) socket.resetAndDestroy();
    if (end === 'origin' && read >= up && sent) socket.end();
  };
  const send = () => {
    socket.write(CONTENT.subarray(0, down), () => {
      sent = true;
      if (end === 'reset') socket.resetAndDestroy();
      follow();
    });
  };
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length;
    follow();
  });
  socket.on('end', () => {
    if (end === 'late') send();
    socket.end();
  });
  if (end !== 'late') send();
  follow();
}

function serve(socket: Socket): void {
  let octets = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    octets = Buffer.concat([octets, chunk]);
    const found = readPlan(octets);
    if (!found) return;
    socket.removeListener('data', onData);
    carryOut(socket, found.plan, found.behind);
  };
  socket.on('data', onData);
}

/** Its clients begin with `planLine`. */
export const startTunnelOrigin = (): Promise<Origin> => openOrigin(createServer({ allowHalfOpen: true }, serve));
