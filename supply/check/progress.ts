/** How fast a run goes, by its last seconds, and how long it will take. */

export interface Speed {
  readonly perSecond: number;
  /** Null while it cannot be told. */
  readonly etaSeconds: number | null;
}

const WINDOW_MS = 10_000;
/** What is told is a whole number of hundredths. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Returns a function to be told, about once a second, how many are done of how many. `now` never goes back. */
export function createSpeedometer(began: number): (now: number, done: number, total: number) => Speed {
  let marks = [{ now: began, done: 0 }];
  return (now, done, total) => {
    marks = [...marks.filter((mark) => now - mark.now <= WINDOW_MS), { now, done }];
    const [first = { now, done }] = marks;
    const seconds = (now - first.now) / 1_000;
    const perSecond = seconds > 0 ? (done - first.done) / seconds : 0;
    return {
      perSecond: rounded(perSecond),
      etaSeconds: done >= total ? 0 : perSecond > 0 ? rounded((total - done) / perSecond) : null,
    };
  };
}
