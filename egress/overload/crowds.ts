/** The connections of each account in this worker, and which accounts are given up because others matter more. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { onEnding } from '../relay/ending.ts';
import { createTurns, type Turn } from './turns.ts';

/** An account as far as it matters here. */
export interface Crowded {
  readonly id: string;
  /** Who has a lower one is given up first. */
  readonly priority: number;
}

export interface Crowd extends Crowded {
  /** Aborts, with an AtlanticError as its reason, when its connections have to end. */
  readonly ending: AbortSignal;
  readonly turn: Turn;
}

export interface Crowds {
  /** A connection serves this account from now on. */
  join(account: Crowded): Crowd;
  leave(crowd: Crowd): void;
  /** Gives up every account up to this priority; undefined: none, from now on. */
  giveUp(upTo: number | undefined): void;
  isGivenUp(account: Crowded): boolean;
}

interface Kept extends Crowd {
  readonly controller: AbortController;
  connections: number;
}

/** `ending` ends everything. */
export function createCrowds(ending: AbortSignal): Crowds {
  const crowds = new Map<string, Kept>();
  const newTurn = createTurns(setImmediate);
  let upTo = Number.NEGATIVE_INFINITY;

  onEnding(ending, () => {
    for (const { controller } of crowds.values()) controller.abort(ending.reason);
  });
  const open = ({ id, priority }: Crowded): Kept => {
    const controller = new AbortController();
    if (ending.aborted) controller.abort(ending.reason);
    const crowd = { id, priority, controller, ending: controller.signal, turn: newTurn(), connections: 0 };
    crowds.set(id, crowd);
    return crowd;
  };

  return {
    join(account) {
      const crowd = crowds.get(account.id) ?? open(account);
      crowd.connections += 1;
      return crowd;
    },
    leave({ id, ending: its }) {
      const crowd = crowds.get(id);
      // One that was given up is not in the map any more, and another may be there in its place.
      if (crowd?.ending !== its) return;
      crowd.connections -= 1;
      if (crowd.connections === 0) crowds.delete(id);
    },
    giveUp(next) {
      upTo = next ?? Number.NEGATIVE_INFINITY;
      if (next === undefined) return;
      for (const { id, priority, controller } of crowds.values()) {
        if (priority > upTo) continue;
        crowds.delete(id);
        controller.abort(
          new AtlanticError('gateway_overloaded', { detail: 'Accounts of a higher priority go first.' }),
        );
      }
    },
    isGivenUp: ({ priority }) => priority <= upTo,
  };
}
