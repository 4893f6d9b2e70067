/** The independent observer: dumpcap (Wireshark) on the loopback interface, on the gateway's listener ports alone. */
import { join } from 'node:path';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { ensureProgram } from '../kit/program.ts';
import { GATEWAY_ADDRESS, readCapture } from './capture.ts';
import { createMarker } from './marker.ts';
import { connectionsOf, type WireConnection } from './sequence.ts';

/** Octets kept of each segment: the heads of Ethernet, IP and TCP with every option. */
const SNAP_LENGTH = 128;
/** What the kernel may hold before dumpcap has read it. */
const BUFFER_MIB = 64;
const START_SECONDS = 10;
const STOP_SECONDS = 30;
const LOOK_MILLISECONDS = 20;

export interface Observation {
  /** Segments seen, and segments that the kernel or dumpcap dropped. */
  readonly segments: number;
  readonly dropped: number;
  readonly connections: readonly WireConnection[];
}

export interface Observer extends AsyncDisposable {
  /** Ends the capture and reads it. */
  readonly stop: () => Promise<Observation>;
}

/** From dumpcap's last line: `Packets received/dropped on interface 'lo': 12/0 (pcap:0/dumpcap:0/flushed:0/…)`. */
export function parseDrops(said: string): number {
  const found = /received\/dropped on interface .*?: \d+\/(\d+)/.exec(said);
  if (!found) throw new Error(`dumpcap did not say what it dropped: ${said}`);
  return Number(found[1]);
}

/** A client of somebody else, at another address, may have the same port. */
const listenerFilter = (port: number): string =>
  `(src host ${GATEWAY_ADDRESS} and tcp src port ${port}) or (dst host ${GATEWAY_ADDRESS} and tcp dst port ${port})`;

/** Watches from the moment this resolves. Needs the right to capture: root, or dumpcap with its capabilities. */
export async function startObserver(ports: ReadonlySet<number>): Promise<Observer> {
  const dumpcap = await ensureProgram('dumpcap');
  const folder = temporaryFolder('capture');
  const file = join(folder.path, 'loopback.pcapng');
  const marker = await createMarker();
  const filter = [...[...ports].map(listenerFilter), `udp port ${marker.port}`].join(' or ');
  const options = ['-s', String(SNAP_LENGTH), '-B', String(BUFFER_MIB), '-f', filter, '-w', file];
  const child = startChild(dumpcap, ['-i', 'lo', '-q', ...options]);
  const end = async () => {
    await child[Symbol.asyncDispose]();
    await marker[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };

  // It names its file once the capture has begun.
  const begun = new Promise<void>((resolve, reject) => {
    const look = setInterval(() => {
      if (!child.stderr().includes('File:')) return;
      clearInterval(look);
      resolve();
    }, LOOK_MILLISECONDS);
    const failed = () => {
      clearInterval(look);
      reject(new Error(`dumpcap ended: ${child.stderr()}`));
    };
    child.exited.then(failed, failed);
  });
  try {
    await within(START_SECONDS, 'the start of dumpcap', begun);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async stop() {
      const waiting = new AbortController();
      const written = marker.reaches(file, waiting.signal);
      await within(STOP_SECONDS, 'the last of the capture', written).finally(() => waiting.abort());
      child.kill('SIGINT');
      await within(STOP_SECONDS, 'the end of dumpcap', child.exited);
      const segments = await readCapture(file, ports);
      const dropped = parseDrops(child.stderr());
      return { segments: segments.length, dropped, connections: connectionsOf(segments) };
    },
    [Symbol.asyncDispose]: end,
  };
}
