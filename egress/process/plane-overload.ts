/** What the primary knows of the overload of its plane: who has which rooms, and how the workers bear their load. */
import { type OverloadReport, overloadSchema, TURNED_AWAY, type TurnedAway } from '@atlantic/contract/overload.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import { ceilingsOf, type Machine } from '@atlantic/kernel/overload/ceilings.ts';
import { createRoomBook } from '@atlantic/kernel/overload/room-book.ts';
import type { ToPrimary, ToWorker, WorkerStrain } from './messages.ts';

export interface PlaneOverload {
  update(snapshot: Pick<Snapshot, 'egress' | 'credentials'>): void;
  onMessage(worker: number, message: ToPrimary): void;
  onWorkerGone(worker: number): void;
  report(): OverloadReport;
}

export interface PlaneOverloadOptions {
  machine: Machine;
  log: Logger;
  tell(worker: number, message: ToWorker): void;
}

type Counts = Partial<Record<TurnedAway, number>>;

const added = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(
    TURNED_AWAY.flatMap((what) => {
      const sum = (one[what] ?? 0) + (other[what] ?? 0);
      return sum === 0 ? [] : [[what, sum]];
    }),
  );

export function createPlaneOverload({ machine, log, tell }: PlaneOverloadOptions): PlaneOverload {
  const book = createRoomBook();
  const strains = new Map<number, WorkerStrain>();
  /** By workers that are gone. */
  let former: Counts = {};
  let said = 0;

  const report = (): OverloadReport => {
    const all = [...strains.values()];
    return {
      level: Math.max(0, ...all.map(({ level }) => level)),
      why: [...new Set(all.flatMap(({ why }) => why))],
      turnedAway: all.map(({ turnedAway }) => turnedAway).reduce(added, former),
    };
  };
  /** Once for each change of the whole plane. */
  const say = () => {
    const { level, why } = report();
    if (level === said) return;
    if (level === 0) log.info('the plane is not overloaded any more', { overload: level });
    else log.warn('the plane is overloaded', { overload: level, why: why.join(' ') });
    said = level;
  };

  return {
    update({ egress, credentials }) {
      const ceilings = ceilingsOf(egress.overload ?? overloadSchema.parse({}), machine, egress.workers);
      const accounts = new Set(credentials.map(({ account }) => account)).size;
      book.update({ ...ceilings, workers: egress.workers }, accounts);
    },
    onMessage(worker, message) {
      if (message.kind === 'room') {
        const { id, room, key } = message;
        tell(worker, { kind: 'room', id, room, key, count: book.ask(worker, room, key) });
      }
      if (message.kind === 'room-back') book.giveBack(worker, message.room, message.key, message.count);
      if (message.kind !== 'figures') return;
      strains.set(worker, message.strain);
      say();
    },
    onWorkerGone(worker) {
      book.workerGone(worker);
      former = added(former, strains.get(worker)?.turnedAway ?? {});
      strains.delete(worker);
      say();
    },
    report,
  };
}
