/** A worker's own overload: its rooms are its primary's, its pressures are looked at four times a second. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { overloadSchema } from '@atlantic/contract/overload.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { type Ceilings, ceilingsOf, DESCRIPTORS_EACH } from '@atlantic/kernel/overload/ceilings.ts';
import { createOverloadLevel, RELIEF, type Strain } from '@atlantic/kernel/overload/level.ts';
import { readMachine } from '@atlantic/kernel/overload/machine.ts';
import { freeRoom, type RoomLimits } from '@atlantic/kernel/overload/room-book.ts';
import { createRooms } from '@atlantic/kernel/overload/rooms.ts';
import { createOverload, type Overload } from '../overload/overload.ts';
import type { ToPrimary, ToWorker, WorkerStrain } from './messages.ts';
import { createPressures } from './pressures.ts';
import { createQuestions } from './questions.ts';

const LOOK_EVERY_MS = 250;
/** The primary answers from memory; one that takes longer is in trouble. */
const ANSWER_DEADLINE_MS = 2_000;
/** Between two collections while memory does not fall by itself. */
const COLLECT_EVERY_MS = 5_000;

export interface WorkerOverload extends Overload {
  /** Follows a new snapshot. */
  update(egress: Snapshot['egress'], priorities: readonly number[]): void;
  onRoom(message: Extract<ToWorker, { kind: 'room' }>): void;
  /** For the primary's reports. */
  strain(): WorkerStrain;
  /** The primary is gone: nothing can be asked any more. */
  close(): void;
}

/** Collects garbage now. What is alive and what is not is known only then, and an idle process may wait for long. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

export function createWorkerOverload(
  send: (message: ToPrimary) => void,
  ending: AbortSignal,
  now: () => number,
): WorkerOverload {
  const machine = readMachine();
  const questions = createQuestions<number>(ANSWER_DEADLINE_MS);
  let limits: RoomLimits = { connections: 0, perAddress: 0, workers: 1 };
  let ceilings: Ceilings | undefined;
  let priorities: readonly number[] = [];
  let strain: Strain = { level: 0, why: [], classes: 0 };
  let collectedAt = now();
  let collect: (() => void) | undefined;

  const rooms = createRooms({
    free: (kind) => freeRoom(limits, kind),
    ask: (room, key) => questions.ask((id) => send({ kind: 'room', id, room, key })),
    giveBack: (room, key, count) => send({ kind: 'room-back', room, key, count }),
    now,
  });
  const overload = createOverload({ rooms, ending, now });
  const level = createOverloadLevel();
  const pressures = createPressures();

  const look = () => {
    if (!ceilings) return;
    const found = pressures(ceilings, { connections: overload.seats(), lacked: overload.lacked() });
    strain = level.judge(found, now());
    const more = Math.floor((ceilings.descriptors * (1 - found.descriptors)) / DESCRIPTORS_EACH);
    overload.bear(strain, more, priorities);
    if (!strain.why.includes('memory') || found.memory < RELIEF || now() - collectedAt < COLLECT_EVERY_MS) return;
    collect ??= collector();
    collect();
    collectedAt = now();
  };
  setInterval(look, LOOK_EVERY_MS).unref();

  return {
    seat: overload.seat,
    idle: overload.idle,
    update(egress, next) {
      ceilings = ceilingsOf(egress.overload ?? overloadSchema.parse({}), machine, egress.workers);
      limits = { ...ceilings, workers: egress.workers };
      overload.tell(ceilings.refusals);
      priorities = next;
    },
    onRoom({ id, room, key, count }) {
      // Nobody waits for it any more.
      if (!questions.answer(id, count) && count > 0) send({ kind: 'room-back', room, key, count });
    },
    strain: () => ({ level: strain.level, why: [...strain.why], turnedAway: overload.turnedAway() }),
    close: questions.close,
  };
}
