/** A number of places, and a queue before them. */

/** Whoever waits. */
export interface Waiting {
  onSlot(): void;
}

export interface Slots {
  /** Takes a place: true at once, or false, and `onSlot` comes later. */
  take(waiting: Waiting): boolean;
  /** Gives up waiting; nothing when it does not wait. */
  leave(waiting: Waiting): void;
  /** Gives a place back, and to the one that waits longest. */
  free(): void;
}

/** Who waits is bounded by whoever begins checks. */
export function createSlots(most: number): Slots {
  const queue = new Set<Waiting>();
  let taken = 0;
  return {
    take(waiting) {
      if (taken < most) {
        taken++;
        return true;
      }
      queue.add(waiting);
      return false;
    },
    leave: (waiting) => void queue.delete(waiting),
    free() {
      for (const first of queue) {
        queue.delete(first);
        first.onSlot();
        return;
      }
      taken--;
    },
  };
}
