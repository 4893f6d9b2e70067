/** Endpoints that have left their pool, whose ejections and bans are remembered in case they come back. Bounded. */
import type { SavedEndpoint } from './saved-health.ts';

export const MOST_DEPARTED = 10_000;

export interface Departed {
  /** The one that left the longest ago is forgotten when there are too many. */
  remember(saved: SavedEndpoint): void;
  /** What is known of one that comes back, once. */
  take(id: string): SavedEndpoint | undefined;
  all(): SavedEndpoint[];
}

export function createDeparted(): Departed {
  const departed = new Map<string, SavedEndpoint>();
  return {
    remember(saved) {
      departed.delete(saved.id);
      departed.set(saved.id, saved);
      const [oldest] = departed.size > MOST_DEPARTED ? departed.keys() : [];
      if (oldest !== undefined) departed.delete(oldest);
    },
    take(id) {
      const saved = departed.get(id);
      departed.delete(id);
      return saved;
    },
    all: () => [...departed.values()],
  };
}
