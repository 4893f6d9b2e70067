/** The sessions of one plane, as it has told of them. */
import type { SessionChanges, SessionReport } from '@atlantic/contract/plane-session.ts';

/** What a plane holds and sees at most; what was told the longest ago is forgotten first. */
export const MOST_KNOWN = 200_000;

export interface KnownSessions {
  note(changes: SessionChanges): void;
  all(): Iterable<SessionReport>;
}

const keyOf = ({ credential, session }: { credential: string; session: string }): string => `${credential} ${session}`;

export function createKnownSessions(most = MOST_KNOWN): KnownSessions {
  const known = new Map<string, SessionReport>();
  return {
    note({ changed, gone }) {
      for (const name of gone) known.delete(keyOf(name));
      for (const report of changed) {
        known.delete(keyOf(report));
        known.set(keyOf(report), report);
        const [oldest] = known.size > most ? known.keys() : [];
        if (oldest !== undefined) known.delete(oldest);
      }
    },
    all: () => known.values(),
  };
}
