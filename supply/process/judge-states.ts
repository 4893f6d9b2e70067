/** How the judges are, asked directly between runs too, so that the API, metrics and alerts know before a run does. */
import type { SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { createJudgeWatch, type JudgeWatch } from '../check/judge-watch.ts';
import { createWheel, SYSTEM_WHEEL } from '../check/wheel.ts';

export interface JudgeStates {
  /** Nobody is asked in the mode `connect`. */
  follow(settings: Pick<SupplySettings, 'judges' | 'check'>): void;
  states(): SupplyStatus['judges'];
  close(): void;
}

export function createJudgeStates(): JudgeStates {
  let watch: JudgeWatch | undefined;
  let inForce = '';
  return {
    follow({ judges, check }) {
      const wanted = check.mode === 'full' ? judges : [];
      const text = JSON.stringify(wanted);
      if (text === inForce) return;
      watch?.close();
      watch = wanted.length > 0 ? createJudgeWatch(wanted, { wheel: createWheel(SYSTEM_WHEEL) }) : undefined;
      inForce = text;
    },
    states: () => watch?.states() ?? [],
    close() {
      watch?.close();
      watch = undefined;
      inForce = '';
    },
  };
}
