/** What each plane said of its state last. It is kept in memory alone: after a restart of control it comes anew within 15 s. */

import type { EndpointReport, PlaneReport } from '@atlantic/contract/plane.ts';
import type { SessionReport } from '@atlantic/contract/plane-session.ts';

import { createKnownSessions, type KnownSessions } from './known-sessions.ts';

/** Planes report at least every 15 s; one that missed three is not there, whatever its connection looks like. */
export const SILENCE_MS = 45_000;

export interface LastReport {
  /** Without its endpoints and sessions. */
  report: Omit<PlaneReport, 'endpoints' | 'sessions'>;
  /** Milliseconds since 1970. */
  at: number;
}

/** Endpoints remembered of one plane; what was reported the longest ago is forgotten first. */
const MOST_ENDPOINTS = 50_000;

interface Known extends LastReport {
  endpoints: Map<string, EndpointReport>;
  sessions: KnownSessions;
}

export interface Reports {
  note(plane: string, report: PlaneReport): void;
  last(plane: string): LastReport | undefined;
  /** What the plane said of this endpoint last, in its present life. */
  endpoint(plane: string, pool: string, endpoint: string): EndpointReport | undefined;
  /** Every session that the plane has told of in its present life. */
  sessions(plane: string): Iterable<SessionReport>;
  /** Has the plane reported before, and fallen silent? One that never reported is of an older version. */
  isSilent(plane: string): boolean;
  forget(plane: string): void;
}

const keyOf = (pool: string, endpoint: string): string => `${pool} ${endpoint}`;

export function createReports(now: () => number): Reports {
  const reports = new Map<string, Known>();
  return {
    note(plane, { endpoints = [], sessions: changes, ...report }) {
      const before = reports.get(plane);
      const known = before?.report.epoch === report.epoch ? before.endpoints : new Map<string, EndpointReport>();
      for (const each of endpoints) {
        const key = keyOf(each.pool, each.endpoint);
        known.delete(key);
        known.set(key, each);
        const [oldest] = known.size > MOST_ENDPOINTS ? known.keys() : [];
        if (oldest !== undefined) known.delete(oldest);
      }
      const sessions = before?.report.epoch === report.epoch ? before.sessions : createKnownSessions();
      if (changes) sessions.note(changes);
      reports.set(plane, { report, at: now(), endpoints: known, sessions });
    },
    last: (plane) => reports.get(plane),
    endpoint: (plane, pool, endpoint) => reports.get(plane)?.endpoints.get(keyOf(pool, endpoint)),
    sessions: (plane) => reports.get(plane)?.sessions.all() ?? [],
    isSilent(plane) {
      const last = reports.get(plane);
      return last !== undefined && now() - last.at >= SILENCE_MS;
    },
    forget: (plane) => void reports.delete(plane),
  };
}
