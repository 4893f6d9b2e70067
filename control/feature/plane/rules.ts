/** Planes as the API shows them. Pure. */
import type { Plane, PlaneCommand } from '@atlantic/contract/api.ts';
import { operatorOrderSchema, type PlaneReport, type ProbeResult } from '@atlantic/contract/plane.ts';
import type { PlaneKind } from '@atlantic/contract/snapshot.ts';

/** The plane that the supervisor starts on the machine of control. */
export const LOCAL_PLANE = 'local';
/** Supply, which the supervisor starts there too. */
export const SUPPLY_PLANE = 'supply';
/** As many as control has streams for. */
export const MOST_PLANES = 64;

export interface PlaneRow {
  id: string;
  kind: PlaneKind;
  name: string;
  /** Milliseconds since 1970, like all times here. */
  createdAt: number;
  revokedAt: number | null;
  lastUsageAt: number | null;
  /** Whether an epoch of it is open. */
  unsettled: boolean;
}

/** What is known of a plane beside its row. */
export interface PlanePresence {
  connected: boolean;
  /** Its last report of state, and when it came. */
  last: { report: PlaneReport; at: number } | undefined;
}

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** The later of both; null when there is neither. */
export const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** A plane whose name was given to another carries its id behind a tilde, which no name can hold. */
export const shownName = (name: string): string => name.split('~')[0] ?? name;

export const isLocal = (id: string): boolean => id === LOCAL_PLANE || id === SUPPLY_PLANE;

export function viewOf(row: PlaneRow, { connected, last }: PlanePresence): Plane {
  const present = connected ? 'connected' : 'away';
  return {
    name: shownName(row.name),
    kind: row.kind,
    state: row.revokedAt === null ? present : 'revoked',
    local: isLocal(row.id),
    unsettled: row.unsettled,
    createdAt: new Date(row.createdAt).toISOString(),
    revokedAt: iso(row.revokedAt),
    lastReportAt: iso(latest(row.lastUsageAt, last?.at ?? null)),
    report: last?.report ?? null,
  };
}

export interface CommandRow {
  number: number;
  order: string;
  createdAt: number;
  acknowledgedAt: number | null;
  obeyed: boolean | null;
  detail: string | null;
  probe: ProbeResult | null;
}

export const commandView = ({ order, createdAt, acknowledgedAt, ...row }: CommandRow): PlaneCommand => ({
  number: row.number,
  order: operatorOrderSchema.parse(JSON.parse(order)),
  createdAt: new Date(createdAt).toISOString(),
  acknowledgedAt: iso(acknowledgedAt),
  obeyed: row.obeyed,
  detail: row.detail,
  probe: row.probe,
});
