/**
 * A datagram that says "up to here". Dumpcap, told to end, leaves behind what it has not read yet; so the last thing on
 * the wire is a marker, and the capture ends once the marker stands in its file.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

export interface Marker extends AsyncDisposable {
  /** Its UDP port on 127.0.0.1. */
  readonly port: number;
  /** Sends the marker; resolves when it stands in `file`. Stops looking when `signal` says so. */
  readonly reaches: (file: string, signal: AbortSignal) => Promise<void>;
}

const LOOK_MILLISECONDS = 100;

export async function createMarker(): Promise<Marker> {
  const text = randomBytes(16).toString('hex');
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return {
    port,
    async reaches(file, signal) {
      socket.send(text, port, '127.0.0.1');
      while (!signal.aborted && !(await readFile(file)).includes(text)) await pause(LOOK_MILLISECONDS);
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}
