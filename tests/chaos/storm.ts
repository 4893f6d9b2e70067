/** One way to be bad to a gateway. */
import type { Place } from './place.ts';
import type { Scale } from './scale.ts';
import type { Stage } from './stage.ts';

export interface Blown {
  /** Connections, or what else there was many of. */
  readonly attempts: number;
  /** What became of them, in words. */
  readonly came: string;
  /** What should not have come of them. */
  readonly broken: readonly string[];
}

export interface Storm<P extends Place = Stage> {
  readonly name: string;
  readonly blow: (place: P, scale: Scale) => Promise<Blown>;
}

/** `7 cut, 3 refused`, the most frequent first. */
export function tally(words: readonly string[]): string {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length] as const);
  return counts
    .sort(([, one], [, other]) => other - one)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}

/** What came of several at once, as of one. */
export const together = (blown: readonly Blown[]): Blown => ({
  attempts: blown.reduce((sum, { attempts }) => sum + attempts, 0),
  came: blown.map(({ came }) => came).join('; '),
  broken: blown.flatMap(({ broken }) => broken),
});
