/** What each plane said of its state last. It is kept in memory alone: after a restart of control it comes anew within 15 s. */
import type { PlaneReport } from '@atlantic/contract/plane.ts';

/** Planes report at least every 15 s; one that missed three is not there, whatever its connection looks like. */
export const SILENCE_MS = 45_000;

export interface LastReport {
  report: PlaneReport;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Reports {
  note(plane: string, report: PlaneReport): void;
  last(plane: string): LastReport | undefined;
  /** Has the plane reported before, and fallen silent? One that never reported is of an older version. */
  isSilent(plane: string): boolean;
  forget(plane: string): void;
}

export function createReports(now: () => number): Reports {
  const reports = new Map<string, LastReport>();
  return {
    note: (plane, report) => void reports.set(plane, { report, at: now() }),
    last: (plane) => reports.get(plane),
    isSilent(plane) {
      const last = reports.get(plane);
      return last !== undefined && now() - last.at >= SILENCE_MS;
    },
    forget: (plane) => void reports.delete(plane),
  };
}
