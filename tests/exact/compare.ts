/**
 * The wire beside the meter. A transfer that ends in order is equal to the octet, both ways. When one is broken off,
 * octets may be left in two queues of the kernel. Down, what it accepted from the gateway and never sent, because the
 * connection was reset: wire <= metered <= wire + send queue; without a reset, equal. Up, what arrived and the gateway
 * never read: wire - receive queue <= metered <= wire. No reset has to show that, since a gateway that has sent its FIN
 * may close with octets unread. Pure.
 */
import { furthest, minus, NONE, type Octets, sum } from './octets.ts';
import type { WireConnection } from './sequence.ts';

export interface Bounds {
  /** Octets that the gateway's side of a connection may hold when it is broken off. */
  readonly sendQueue: number;
  readonly receiveQueue: number;
}

export interface Row {
  readonly kind: string;
  readonly transfers: number;
  readonly wire: Octets;
  readonly metered: Octets;
  readonly verdict: 'equal' | 'within' | 'DIFFERENT';
  /** How many of the transfers ended in a reset. */
  readonly resets: number;
  /** The largest difference of one transfer, each way; zeros where transfers are not told apart. */
  readonly furthest: Octets;
  readonly problems: readonly string[];
}

const row = (
  kind: string,
  wires: readonly WireConnection[],
  metered: Octets,
  problems: readonly string[],
  furthest: Octets = NONE,
): Row => {
  const wire = sum(wires);
  const { up, down } = minus(metered, wire);
  return {
    kind,
    transfers: wires.length,
    wire,
    metered,
    resets: wires.filter(({ end }) => end === 'reset').length,
    furthest,
    problems,
    verdict: problems.length > 0 ? 'DIFFERENT' : up === 0 && down === 0 ? 'equal' : 'within',
  };
};

const differences = ({ up, down }: Octets): string[] => [
  ...(up === 0 ? [] : [`up differs by ${up}`]),
  ...(down === 0 ? [] : [`down differs by ${down}`]),
];

/** A kind that ends in order: equal, and no connection reset. */
export function compareOrderly(kind: string, wires: readonly WireConnection[], metered: Octets): Row {
  const astray = wires.filter(({ end }) => end !== 'fin').length;
  const problems = differences(minus(metered, sum(wires)));
  return row(kind, wires, metered, astray > 0 ? [...problems, `${astray} did not end in order`] : problems);
}

export interface AbortedTransfer {
  readonly kind: string;
  readonly credential: string;
  readonly wire: WireConnection;
  readonly metered: Octets;
}

/** What is wrong with one aborted transfer. `unclaimed`: octets from clients that belong to no credential, at most. */
function abortedProblems({ wire, metered }: AbortedTransfer, unclaimed: number, bounds: Bounds): string[] {
  const beyond = minus(metered, wire);
  const fewest = -unclaimed - bounds.receiveQueue;
  const most = wire.end === 'reset' ? bounds.sendQueue : 0;
  return [
    ...(beyond.up > 0 || beyond.up < fewest ? [`up differs by ${beyond.up}`] : []),
    ...(beyond.down < 0 || beyond.down > most ? [`down differs by ${beyond.down}`] : []),
    ...(wire.end === 'open' ? ['did not end'] : []),
  ];
}

/**
 * Transfers that were broken off by the same side, a row for each kind, each transfer judged by itself; then a row named
 * `nobody` for what belongs to no credential (`unclaimed`): octets that clients sent behind what was used or paid for,
 * which only the sum can show.
 */
export function compareAborted(
  nobody: string,
  transfers: readonly AbortedTransfer[],
  unclaimed: Octets,
  bounds: Bounds,
): Row[] {
  const rows = [...Map.groupBy(transfers, ({ kind }) => kind)].map(([kind, ofKind]) =>
    row(
      kind,
      ofKind.map(({ wire }) => wire),
      sum(ofKind.map(({ metered }) => metered)),
      ofKind.flatMap((transfer) =>
        abortedProblems(transfer, unclaimed.up, bounds).map((problem) => `${transfer.credential} ${problem}`),
      ),
      ofKind.map(({ wire, metered }) => minus(metered, wire)).reduce(furthest, NONE),
    ),
  );
  const short = transfers.reduce((octets, { wire, metered }) => octets + wire.up - metered.up, 0);
  const problems = [
    ...(unclaimed.up > short ? [`${unclaimed.up} octets up, and only ${short} are missing above`] : []),
    ...(unclaimed.down === 0 ? [] : [`${unclaimed.down} octets down belong to nobody`]),
  ];
  return [...rows, row(nobody, [], unclaimed, problems)];
}

/** All rows as one. */
export const total = (rows: readonly Row[]): Row => ({
  kind: 'total',
  transfers: rows.reduce((count, { transfers }) => count + transfers, 0),
  wire: sum(rows.map(({ wire }) => wire)),
  metered: sum(rows.map(({ metered }) => metered)),
  furthest: rows.map((one) => one.furthest).reduce(furthest, NONE),
  resets: rows.reduce((count, { resets }) => count + resets, 0),
  problems: [],
  verdict: rows.some(({ verdict }) => verdict === 'DIFFERENT')
    ? 'DIFFERENT'
    : rows.some(({ verdict }) => verdict === 'within')
      ? 'within'
      : 'equal',
});
