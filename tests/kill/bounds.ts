/**
 * What may be counted for a set of sessions, from what their clients and the origin saw.
 *
 * `least` is what both ends together prove: octets that arrived at a client, and octets of a client that arrived at the
 * origin or without which it could not have been reached. `most` adds what a session that was cut leaves open: one write
 * under way in each direction, and heads that may or may not have been read. A session that ended in order leaves
 * nothing open, so for it both are the same.
 */
import { type SessionRecord, type TransferRecord, wasCut } from '../kit/transfer.ts';

export interface Range {
  readonly least: number;
  readonly most: number;
}

export interface Bounds {
  readonly up: Range;
  readonly down: Range;
  readonly requests: Range;
}

/** Octets of the largest chunk the gateway reads from a client, which is also the largest it writes to a target at once. */
export const ONE_WRITE = 65_536;
/** The same the other way: a fast download is read in larger pieces (`readBuffer` in egress/limits.ts). */
export const ONE_WRITE_DOWN = 262_144;

/** Octets of body that reached the origin, by id of the transfer; undefined when not even the head did. */
export type Arrived = (id: string) => number | undefined;

const exactly = (value: number): Range => ({ least: value, most: value });
const upTo = (value: number): Range => ({ least: 0, most: value });
const plus = (a: Range, b: Range): Range => ({ least: a.least + b.least, most: a.most + b.most });

export const NOTHING: Bounds = { up: exactly(0), down: exactly(0), requests: exactly(0) };

export const addBounds = (a: Bounds, b: Bounds): Bounds => ({
  up: plus(a.up, b.up),
  down: plus(a.down, b.down),
  requests: plus(a.requests, b.requests),
});

/** Octets that may be counted beyond what is proven. */
export const slackOf = ({ up, down }: Bounds): number => up.most - up.least + down.most - down.least;

/** A transfer's own octets up: its head once the origin has seen it, and what of its body arrived. */
function provenUp({ transfer, head }: TransferRecord, arrived: Arrived): number {
  const body = arrived(transfer.id);
  return body === undefined ? 0 : head + body;
}

/** By HTTP each transfer is a request that is counted, or refused, by itself. */
function requestBounds(record: TransferRecord, arrived: Arrived): Bounds {
  const proven = provenUp(record, arrived);
  const seen = arrived(record.transfer.id) !== undefined;
  const requests: Range = { least: seen ? 1 : 0, most: 1 };
  const head = seen ? 0 : record.head;
  if (record.ending === 'finished') return { up: exactly(proven), down: exactly(record.received), requests };
  if (record.ending === 'refused') {
    // Refused before it was admitted: nothing is billed. Refused later: its head is, and what of its body was paid for,
    // which is nothing as long as the origin has not been reached.
    const paid = seen ? ONE_WRITE : head;
    return { up: { least: proven, most: proven + paid }, down: upTo(record.received), requests };
  }
  return {
    up: { least: proven, most: proven + head + ONE_WRITE },
    down: { least: record.received, most: record.received + ONE_WRITE_DOWN },
    requests,
  };
}

/** A tunnel is one request, and everything in it belongs to it. */
function tunnelBounds({ opening, connected, open, transfers }: SessionRecord, cut: boolean, arrived: Arrived): Bounds {
  const slackUp = cut ? ONE_WRITE : 0;
  const slackDown = cut ? ONE_WRITE_DOWN : 0;
  if (!open) {
    const down = upTo(opening.received + slackDown);
    return { up: upTo(opening.sent), down, requests: upTo(connected ? 1 : 0) };
  }
  const proven = transfers.reduce((sum, one) => sum + provenUp(one, arrived), opening.sent);
  const received = transfers.reduce((sum, one) => sum + one.received, opening.received);
  return {
    up: { least: proven, most: proven + slackUp },
    down: { least: received, most: received + slackDown },
    requests: exactly(1),
  };
}

export function boundsOf(session: SessionRecord, arrived: Arrived): Bounds {
  if (session.door !== 'HTTP') return tunnelBounds(session, wasCut(session), arrived);
  return session.transfers.map((one) => requestBounds(one, arrived)).reduce(addBounds, NOTHING);
}
