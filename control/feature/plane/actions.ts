/** What the API may do to planes. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { OperatorOrder } from '@atlantic/contract/plane.ts';
import { hashSecret, newSecret } from '@atlantic/contract/secret.ts';
import type { Database } from '../../db/schema.ts';
import { type CommandRow, isLocal, type PlaneRow } from './rules.ts';
import { findPlaneRow, insertPlane, revokePlane } from './store.ts';

/** The channel to the planes, as far as operators have to do with it. */
export interface PlaneControls {
  /** Ends the streams of a plane at once. */
  disconnect(plane: string): void;
  /** Frees what the plane was granted and has not reported as spent. */
  writeOff(db: Database, plane: string): Promise<void>;
  /** Keeps the command and tells the plane. Throws `gateway_overloaded` when too many wait. */
  command(plane: string, order: OperatorOrder): Promise<Pick<CommandRow, 'number'>>;
  /** The command once it is acknowledged, or as it is after so many milliseconds. */
  acknowledged(plane: string, number: number, milliseconds: number): Promise<CommandRow>;
}

export interface PlaneActions {
  /** Throws `name_taken` and `gateway_overloaded`. */
  create(name: string): Promise<{ row: PlaneRow; token: string }>;
  /** Throws `not_found`, and `plane_is_local` for the plane beside control. A revoked plane can be written off later. */
  revoke(name: string, writeOff: boolean): Promise<PlaneRow>;
  /** Throws `not_found`, `plane_revoked` and `gateway_overloaded`. */
  command(name: string, order: OperatorOrder, waitMs: number): Promise<CommandRow>;
}

export function planeActions(db: Database, now: () => number, controls: PlaneControls): PlaneActions {
  return {
    async create(name) {
      const token = newSecret('planeToken');
      const row = await db.transaction().execute((step) => insertPlane(step, name, hashSecret(token), now()));
      return { row, token };
    },
    async revoke(name, writeOff) {
      const row = await db.transaction().execute(async (step) => {
        const found = await findPlaneRow(step, name);
        if (isLocal(found.id)) throw new AtlanticError('plane_is_local');
        await revokePlane(step, found.id, now());
        if (writeOff) await controls.writeOff(step, found.id);
        return { ...found, revokedAt: found.revokedAt ?? now(), unsettled: found.unsettled && !writeOff };
      });
      controls.disconnect(row.id);
      return row;
    },
    async command(name, order, waitMs) {
      const { id, kind, revokedAt } = await findPlaneRow(db, name);
      if (revokedAt !== null) throw new AtlanticError('plane_revoked');
      if (kind !== 'egress')
        throw new AtlanticError('validation_failed', { detail: `A plane of the kind ${kind} takes no commands.` });
      const { number } = await controls.command(id, order);
      return controls.acknowledged(id, number, waitMs);
    },
  };
}
