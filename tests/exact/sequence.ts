/**
 * What a TCP connection carried, by its sequence numbers alone (RFC 9293 §3.4): payload each way = final sequence number
 * - initial sequence number - SYN - FIN. What is sent again covers the same numbers, so nothing counts twice. Pure.
 */

/** One segment between a client and the gateway, as the observer saw it. Numbers are those on the wire. */
export interface Segment {
  /** `ADDRESS:PORT` */
  readonly client: string;
  readonly gatewayPort: number;
  readonly from: 'client' | 'gateway';
  readonly sequence: number;
  readonly acknowledgment: number;
  /** Octets of payload. */
  readonly length: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
}

export interface WireConnection {
  /** `ADDRESS:PORT` */
  readonly client: string;
  readonly gatewayPort: number;
  /** Octets of payload from the client. */
  readonly up: number;
  /** Octets of payload from the gateway. */
  readonly down: number;
  /**
   * `fin`: each side sent its FIN, and the other acknowledged it with everything before it. What comes then changes
   * nothing: an acknowledgment that another one has overtaken finds the connection gone, and Linux answers it with a
   * reset. `reset`: it was reset before that. `open`: neither was seen.
   */
  readonly end: 'fin' | 'reset' | 'open';
  /** Octets that one side acknowledged and the observer never saw: more than 0 says that it missed segments. */
  readonly missed: number;
}

/** One direction of a connection. All numbers are relative to its initial sequence number. */
interface Side {
  initial: number | undefined;
  /** Behind the last octet of payload; the SYN takes number 0. */
  dataEnd: number;
  finished: boolean;
  /** What the other side says it has. */
  acknowledged: number;
}

interface Tracked {
  readonly ends: Pick<WireConnection, 'client' | 'gatewayPort'>;
  readonly up: Side;
  readonly down: Side;
  reset: boolean;
}

const newSide = (): Side => ({ initial: undefined, dataEnd: 1, finished: false, acknowledged: 0 });

/** Sequence numbers wrap at 2^32; a connection here carries less than that. */
const distance = (from: number, to: number): number => (to - from) >>> 0;

/** The numbers of a reset say nothing about what was sent. */
function follow(sender: Side, receiver: Side, segment: Segment): void {
  const { sequence, acknowledgment, length, syn, ack, fin, rst } = segment;
  if (syn) sender.initial = sequence;
  if (rst || sender.initial === undefined) return;
  if (length > 0 || fin) {
    const end = distance(sender.initial, sequence) + length;
    sender.dataEnd = Math.max(sender.dataEnd, end);
    sender.finished ||= fin;
  }
  if (ack && receiver.initial !== undefined) {
    receiver.acknowledged = Math.max(receiver.acknowledged, distance(receiver.initial, acknowledgment));
  }
}

const endedInOrder = ({ finished, dataEnd, acknowledged }: Side): boolean => finished && acknowledged > dataEnd;

const missedOf = ({ dataEnd, finished, acknowledged }: Side): number =>
  Math.max(0, acknowledged - dataEnd - (finished ? 1 : 0));

const summary = ({ ends, up, down, reset }: Tracked): WireConnection => ({
  ...ends,
  up: up.dataEnd - 1,
  down: down.dataEnd - 1,
  end: endedInOrder(up) && endedInOrder(down) ? 'fin' : reset ? 'reset' : 'open',
  missed: missedOf(up) + missedOf(down),
});

/** Every connection that began while the observer watched, in the order they began. A port may serve several in turn. */
export function connectionsOf(segments: Iterable<Segment>): WireConnection[] {
  const all: Tracked[] = [];
  const current = new Map<string, Tracked>();
  for (const segment of segments) {
    const { client, gatewayPort, from, sequence, syn, ack, rst } = segment;
    const name = `${client}>${gatewayPort}`;
    let tracked = current.get(name);
    if (syn && !ack && from === 'client' && tracked?.up.initial !== sequence) {
      tracked = { ends: { client, gatewayPort }, up: newSide(), down: newSide(), reset: false };
      current.set(name, tracked);
      all.push(tracked);
    }
    if (!tracked) continue;
    const { up, down } = tracked;
    if (from === 'client') follow(up, down, segment);
    else follow(down, up, segment);
    tracked.reset ||= rst;
  }
  return all.map(summary);
}
