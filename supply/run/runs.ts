/**
 * Runs, one at a time. Who asks for one that is under way, or waits already, is told which it is; one of another kind waits for
 * its turn.
 */
import type { CheckMode } from '@atlantic/contract/supply/proxy.ts';
import type { CheckProgress, RunKind, RunReport } from '@atlantic/contract/supply/run.ts';

export interface Asked {
  readonly id: string;
  readonly kind: RunKind;
  /** Publish what is found, whatever the gates say. */
  readonly force: boolean;
}

export interface RunsOptions {
  /**
   * Does it, keeps `report` as things are meanwhile, and gives the report at its end. Rejects only when something is broken,
   * which counts as `aborted`.
   */
  carryOut(asked: Asked, report: RunReport, signal: AbortSignal): Promise<RunReport>;
  /** How it checks. */
  mode: () => CheckMode;
  onEnd(report: RunReport): void;
  onFailure(error: unknown): void;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface Runs {
  start(kind: RunKind, force?: boolean): { readonly run: string; readonly already: boolean };
  /** Breaks off what is under way, and lets nothing begin that waited. False when nothing was. */
  abort(): boolean;
  current(): RunReport | undefined;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

const NOT_YET: CheckProgress = { total: 0, done: 0, alive: 0, inFlight: 0, perSecond: 0, etaSeconds: null };

export function createRuns(options: RunsOptions): Runs {
  const { carryOut, mode, onEnd, onFailure, newId, now } = options;
  let waiting: Asked | undefined;
  let under: { asked: Asked; report: RunReport; stopping: AbortController; done: Promise<void> } | undefined;

  async function carry(asked: Asked, report: RunReport, signal: AbortSignal): Promise<void> {
    const ended = await carryOut(asked, report, signal).catch((error: unknown): RunReport => {
      onFailure(error);
      return { ...report, endedAt: now(), withheld: 'aborted', detail: 'something is broken; the log says what' };
    });
    under = undefined;
    onEnd(ended);
    const next = waiting;
    waiting = undefined;
    if (next) begin(next);
  }

  function begin(asked: Asked): void {
    const { id, kind } = asked;
    const report: RunReport = {
      id,
      kind,
      mode: mode(),
      startedAt: now(),
      endedAt: null,
      feeds: [],
      progress: NOT_YET,
      checks: null,
      published: null,
      withheld: null,
      detail: null,
    };
    const stopping = new AbortController();
    // It takes at least a turn, so `under` is there before it ends.
    const done = Promise.resolve().then(() => carry(asked, report, stopping.signal));
    under = { asked, report, stopping, done };
  }

  return {
    start(kind, force = false) {
      for (const one of [under?.asked, waiting])
        if (one?.kind === kind && (one.force || !force)) return { run: one.id, already: true };
      const asked = { id: newId(), kind, force };
      if (!under) begin(asked);
      // A full run checks everybody, so nobody need wait beside one.
      else if (waiting?.kind !== 'full' || kind === 'full') waiting = asked;
      else return { run: waiting.id, already: true };
      return { run: asked.id, already: false };
    },
    abort() {
      waiting = undefined;
      under?.stopping.abort();
      return under !== undefined;
    },
    current: () => under?.report,
    async idle() {
      while (under) await under.done;
    },
  };
}
