/** One client's tunnel by way of the gateway: what it heard, and how long it waited. */
import { connect } from 'node:net';

const ANSWER_MS = 20_000;

export interface Tunnel {
  /** The status of the answer to CONNECT; 0 when there was none. */
  readonly status: number;
  /** The whole head of the answer. */
  readonly head: string;
  readonly milliseconds: number;
}

/** Asks for a tunnel to a port of this machine, and closes it as soon as there is an answer. */
export async function openTunnel(gateway: number, header: string, target: number): Promise<Tunnel> {
  const began = performance.now();
  const socket = connect(gateway, '127.0.0.1');
  socket.setTimeout(ANSWER_MS, () => socket.destroy());
  let head = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    head += text;
    if (head.includes('\r\n\r\n')) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  socket.write(`CONNECT 127.0.0.1:${target} HTTP/1.1\r\nHost: 127.0.0.1:${target}\r\n${header}\r\n\r\n`);
  await new Promise((resolve) => socket.once('close', resolve));
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, milliseconds: performance.now() - began };
}

/** So many clients, each opening one tunnel after another until `until` says that it is enough. */
export async function openTunnels(
  clients: number,
  open: () => Promise<Tunnel>,
  until: () => boolean,
): Promise<Tunnel[]> {
  const tunnels: Tunnel[] = [];
  const client = async () => {
    while (!until()) tunnels.push(await open());
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tunnels;
}

/** The time that `share` of them waited, or less. */
export function waited(tunnels: readonly Tunnel[], share: number): number {
  const times = tunnels.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}
