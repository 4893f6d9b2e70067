/**
 * The bans of this plane, kept by the primary for all its workers. A ban is on disk before anybody hears that it holds, so
 * a process that is killed forgets none.
 */
import { type Ban, MOST_BANS_REPORTED } from '@atlantic/contract/ban.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { readBanFile, writeBanFile } from '@atlantic/kernel/pool/ban-file.ts';
import { type BanChange, type Bans, createBans } from '@atlantic/kernel/pool/bans.ts';

const NO_SUCH_BAN = 'there is no such ban';

export interface PlaneBansOptions {
  file: string;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Has every worker obey. Rejects when one did not say so in time. */
  tell: (change: BanChange) => Promise<void>;
}

export interface PlaneBans {
  /** Those in force, for a worker that starts. */
  all(): Ban[];
  /**
   * What control orders. Resolves when it is on disk and every worker obeys. Rejects, and changes nothing, when the disk does
   * not take it, or all it would do is to end bans that there are not.
   */
  obey(change: BanChange): Promise<void>;
  /** What a worker raised. Never rejects: that worker obeys whether or not the others can be told. */
  raised(ban: Ban): Promise<void>;
  /** To be called once a second: what is over leaves the disk too. */
  tick(): void;
  /** As many as a report holds, those that end last first. */
  report(): Ban[];
}

export function createPlaneBans({ file, log, now, tell }: PlaneBansOptions): PlaneBans {
  const tableOf = (kept: readonly Ban[]): Bans => {
    const table = createBans();
    table.apply({ add: kept, remove: [] }, now());
    return table;
  };
  let bans = tableOf(readBanFile(file, log));
  let clean = true;

  const change = async (changed: BanChange) => {
    const before = bans.list(now());
    bans.apply(changed, now());
    try {
      writeBanFile(file, bans.list(now()));
    } catch (error) {
      bans = tableOf(before);
      throw error;
    }
    await tell(changed);
  };

  return {
    all: () => bans.list(now()),
    async obey(ordered) {
      const { add, remove } = ordered;
      if (add.length === 0 && !remove.some(bans.has)) throw new Error(NO_SUCH_BAN);
      await change(ordered);
    },
    raised: (ban) =>
      change({ add: [ban], remove: [] }).catch((error) => log.warn('a ban could not be kept', faultFields(error))),
    tick() {
      clean = !bans.clear(now()) && clean;
      if (clean) return;
      try {
        writeBanFile(file, bans.list(now()));
        clean = true;
      } catch (error) {
        log.debug('bans that are over cannot be taken off the disk', faultFields(error));
      }
    },
    report: () =>
      bans
        .list(now())
        .sort((one, other) => other.until - one.until)
        .slice(0, MOST_BANS_REPORTED),
  };
}
