/** A run: the program under its observer, batch after batch, and what wire, clients and meter say about each. */
import { readBounds } from './bounds.ts';
import { type AbortedTransfer, type Bounds, compareAborted, compareOrderly, type Row, total } from './compare.ts';
import { KINDS } from './kinds.ts';
import { matchConnections } from './match.ts';
import { type Metered, openMeter } from './metered.ts';
import { type Observation, startObserver } from './observer.ts';
import { minus, NONE, type Octets, same, sum } from './octets.ts';
import { type Performed, performAll } from './perform.ts';
import { type Batch, makePlan } from './plan.ts';
import type { WireConnection } from './sequence.ts';
import { startStage } from './stage.ts';
import { isBroken } from './transfer.ts';

export interface RunOptions {
  /** At least so many. */
  readonly transfers: number;
  readonly seed: number;
}

export interface Report {
  readonly rows: readonly Row[];
  /** Everything that keeps this from being a proof, differences included. Empty: wire and meter agree. */
  readonly problems: readonly string[];
  readonly observer: { readonly segments: number; readonly dropped: number; readonly connections: number };
  /** What the clients and the origins counted themselves. */
  readonly clients: Octets;
  readonly origins: { readonly connections: number; readonly read: number; readonly written: number };
  readonly bounds: Bounds;
}

interface BatchResult {
  readonly batch: Batch;
  readonly performed: readonly Performed[];
  /** What the meter said before and after. */
  readonly before: Metered;
  readonly after: Metered;
}

type Seen = ReadonlyMap<Performed, WireConnection>;

const growth = ({ before, after }: BatchResult, name: string): Octets =>
  minus(after.get(name) ?? NONE, before.get(name) ?? NONE);

/** The rows of one batch. Transfers that the observer did not see are left out; they are a problem of their own. */
function rowsOf(result: BatchResult, seen: Seen, bounds: Bounds): Row[] {
  const { batch, before, after } = result;
  const ofNobody = growth(result, '');
  const pairs = result.performed.flatMap((transfer) => {
    const wire = seen.get(transfer);
    return wire ? [{ transfer, wire }] : [];
  });
  const wires = pairs.map(({ wire }) => wire);
  if (batch.ending === 'nobody') {
    return [compareOrderly(batch.name, wires, minus(sum(after.values()), sum(before.values())))];
  }
  if (isBroken(batch.ending)) {
    const transfers = pairs.map(({ transfer: { planned }, wire }): AbortedTransfer => {
      const { kind, credential } = planned;
      return { kind: kind.name, credential, wire, metered: growth(result, credential) };
    });
    return compareAborted(`(nobody: ${batch.name} breaks)`, transfers, ofNobody, bounds);
  }
  const kinds = Map.groupBy(pairs, ({ transfer }) => transfer.planned.kind.name);
  return [
    ...[...kinds].map(([name, ofKind]) =>
      compareOrderly(
        name,
        ofKind.map(({ wire }) => wire),
        growth(result, name),
      ),
    ),
    compareOrderly('(nobody: orderly)', [], ofNobody),
  ];
}

/** Where the observer, the clients and the plan do not fit together. */
function flaws({ dropped, connections }: Observation, results: readonly BatchResult[], seen: Seen): string[] {
  const performed = results.flatMap((result) => result.performed);
  const miscounted = performed.filter((transfer) => {
    const wire = seen.get(transfer);
    return wire !== undefined && !isBroken(transfer.planned.kind.ending) && !same(wire, transfer.counted);
  });
  const missed = connections.reduce((octets, connection) => octets + connection.missed, 0);
  const strangers = connections.length - seen.size;
  return [
    ...performed.flatMap(({ failure }) => failure ?? []),
    ...(dropped > 0 ? [`the observer dropped ${dropped} segments`] : []),
    ...(missed > 0 ? [`${missed} octets were acknowledged that the observer did not see`] : []),
    ...(seen.size < performed.length ? [`the observer missed ${performed.length - seen.size} connections`] : []),
    ...(strangers > 0 ? [`${strangers} connections were nobody's`] : []),
    ...miscounted.map(({ planned }) => `${planned.credential}: the client counted otherwise than the observer`),
  ];
}

/** Octets in the books at the end that are in no row: counted late, or to somebody who had no part in it. */
function strayOctets(results: readonly BatchResult[], rows: readonly Row[]): string[] {
  const last = results.at(-1)?.after ?? new Map<string, Octets>();
  const { up, down } = minus(sum(last.values()), total(rows).metered);
  return up === 0 && down === 0 ? [] : [`counted to somebody else, or too late: ${up} up, ${down} down`];
}

/** Runs the plan and compares. Rejects when something cannot be started. */
export async function runExact({ transfers, seed }: RunOptions): Promise<Report> {
  const batches = makePlan(KINDS, transfers, seed);
  await using stage = await startStage(batches.flatMap((batch) => batch.transfers));
  using meter = openMeter(stage.database);
  await using observer = await startObserver(new Set(Object.values(stage.doors)));

  const results: BatchResult[] = [];
  for (const batch of batches) {
    const before = meter.read();
    const performed = await performAll(batch.transfers, stage);
    const counted = sum(performed.map((transfer) => transfer.counted));
    const after = await meter.settled(before, isBroken(batch.ending) ? undefined : counted);
    results.push({ batch, performed, before, after });
  }
  const observation = await observer.stop();

  const { pairs } = matchConnections(
    results.flatMap(({ performed }) => performed),
    observation.connections,
  );
  const seen: Seen = new Map(pairs.map(({ transfer, wire }) => [transfer, wire]));
  const bounds = readBounds();
  const rows = results.flatMap((result) => rowsOf(result, seen, bounds));
  const { web, tunnel } = stage.origins;
  const [one, other] = [web.counts(), tunnel.counts()];
  return {
    rows,
    problems: [
      ...flaws(observation, results, seen),
      ...strayOctets(results, rows),
      ...rows.flatMap(({ kind, problems }) => problems.map((problem) => `${kind}: ${problem}`)),
    ],
    observer: {
      segments: observation.segments,
      dropped: observation.dropped,
      connections: observation.connections.length,
    },
    clients: sum(results.flatMap(({ performed }) => performed.map(({ counted }) => counted))),
    origins: {
      connections: one.connections + other.connections,
      read: one.read + other.read,
      written: one.written + other.written,
    },
    bounds,
  };
}
