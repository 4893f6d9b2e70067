/**
 * Which version of the snapshot each plane serves from. A change is answered once the planes that follow have taken it
 * over, so that a credential works, and one that was rotated or paused does not, as soon as the answer is there.
 */

/** A plane that does not say so by then holds nobody up; it takes the change over when it can. */
export const ADOPTION_DEADLINE_MS = 1_000;

export interface Adoption {
  /** A plane says that it serves from this version. */
  adopted(plane: string, version: number): void;
  /** Resolves when every connected plane that has ever said what it serves from serves from `version`, or in time. */
  waitFor(version: number): Promise<void>;
}

/** `connected`: ids of the planes that follow the stream now. */
export function createAdoption(connected: () => ReadonlySet<string>): Adoption {
  const versions = new Map<string, number>();
  const waiting = new Set<() => void>();

  const isAdopted = (version: number) =>
    [...connected()].every((plane) => (versions.get(plane) ?? Number.POSITIVE_INFINITY) >= version);

  return {
    adopted(plane, version) {
      versions.set(plane, Math.max(version, versions.get(plane) ?? 0));
      for (const look of waiting) look();
    },
    waitFor(version) {
      if (isAdopted(version)) return Promise.resolve();
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const look = () => {
          if (isAdopted(version)) finish();
        };
        const timer = setTimeout(finish, ADOPTION_DEADLINE_MS);
        waiting.add(look);
      });
    },
  };
}
