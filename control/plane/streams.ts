/**
 * The open event streams to planes (WHATWG HTML §9.2, server-sent events). They are few and bounded: a plane that does
 * not read is dropped, connects again, and begins with the current manifest.
 */
import { Readable } from 'node:stream';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Command } from '@atlantic/contract/plane.ts';
import type { Manifest, PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { Traffic } from '@atlantic/contract/supply/channel.ts';

/** Streams open at once. */
export const MOST_STREAMS = 64;
/** Octets that may wait for a plane that reads slowly, beside what the kernel buffers. */
export const MOST_WAITING = 65_536;
const HEARTBEAT_MS = 15_000;

/** Runs something every so often until the returned function is called. */
export type Every = (milliseconds: number, run: () => void) => () => void;

interface Follower {
  readonly plane: string;
  readonly kind: PlaneKind;
}

export interface PlaneStreams {
  /** A new stream of `plane` that begins with `manifest`. Throws `gateway_overloaded` above MOST_STREAMS. */
  open(plane: string, manifest: Manifest, kind?: PlaneKind): Readable;
  announce(manifest: Manifest): void;
  /** Tells every plane of the kind `supply` what became of its proxies. */
  traffic(traffic: Traffic): void;
  /** Asks all egress planes to return what they do not need of these credentials' grants. */
  recall(credentials: readonly string[]): void;
  /** Tells one plane, on every stream it has. */
  command(plane: string, command: Command): void;
  /** Ends the streams of one plane at once. */
  disconnect(plane: string): void;
  /** Ids of the planes that follow, those of a kind or all. */
  connected(kind?: PlaneKind): ReadonlySet<string>;
  /** Ends all streams and refuses new ones. */
  close(): void;
}

/** JSON has no line ends, so one `data` line holds all of it. */
const eventText = (event: 'manifest' | 'recall' | 'command' | 'traffic', data: object): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * `isSilent`: a plane that should have been heard of and was not. Behind a link that was cut a connection looks alive for a
 * quarter of an hour, so the streams of such planes are dropped.
 */
export function createPlaneStreams(every: Every, isSilent: (plane: string) => boolean): PlaneStreams {
  const streams = new Map<Readable, Follower>();
  let closed = false;

  function send(stream: Readable, text: string): void {
    stream.push(text);
    if (stream.readableLength > MOST_WAITING) stream.destroy();
  }
  function sendAll(text: string, to?: PlaneKind): void {
    for (const [stream, { kind }] of streams) if (to === undefined || kind === to) send(stream, text);
  }
  const ofPlane = (id: string) => [...streams].filter(([, { plane }]) => plane === id).map(([stream]) => stream);
  const stopHeartbeat = every(HEARTBEAT_MS, () => {
    for (const [stream, { plane }] of streams) if (isSilent(plane)) stream.destroy();
    sendAll(':\n\n');
  });

  return {
    open(plane, manifest, kind = 'egress') {
      if (closed || streams.size >= MOST_STREAMS) throw new AtlanticError('gateway_overloaded');
      const stream = new Readable({ read() {} });
      streams.set(stream, { plane, kind });
      stream.once('close', () => streams.delete(stream));
      send(stream, eventText('manifest', manifest));
      return stream;
    },
    announce: (manifest) => sendAll(eventText('manifest', manifest)),
    traffic: (traffic) => sendAll(eventText('traffic', traffic), 'supply'),
    recall: (credentials) => sendAll(eventText('recall', { credentials }), 'egress'),
    command(plane, command) {
      for (const stream of ofPlane(plane)) send(stream, eventText('command', command));
    },
    disconnect(plane) {
      for (const stream of ofPlane(plane)) {
        // Not connected from this moment on, and not only when its socket has been closed.
        streams.delete(stream);
        stream.destroy();
      }
    },
    connected(kind) {
      const followers = [...streams.values()].filter((one) => kind === undefined || one.kind === kind);
      return new Set(followers.map(({ plane }) => plane));
    },
    close() {
      if (closed) return;
      closed = true;
      stopHeartbeat();
      for (const stream of streams.keys()) stream.push(null);
    },
  };
}
