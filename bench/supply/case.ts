/** What is measured: how many proxies, how they are checked, and what the programs of a case tell each other. */
import { type CheckSettings, checkSettingsSchema, type JudgeSettings } from '@atlantic/contract/supply/settings.ts';
import type { CheckResult } from '@atlantic/supply/verdict.ts';
import type { Ports } from './population.ts';

export interface Case {
  readonly name: string;
  readonly size: number;
  readonly fleet: { readonly programs: number; readonly holdMs: number };
  readonly settings: CheckSettings;
  /** Whether the first judge is asked by https too, through each that works. */
  readonly tls: boolean;
}

const settings = (some: Partial<CheckSettings>): CheckSettings => ({
  ...checkSettingsSchema.parse({ allowPrivate: true, connectSeconds: 5, stageSeconds: 6, totalSeconds: 30 }),
  ...some,
});

/**
 * So many that 20,000 accept at least, and all of them wait until each is connected: then 20,000 are in flight at once. A
 * tenth refuses; what is above that makes up for chance.
 */
const HELD: Case = {
  name: '20,000 in flight',
  size: 22_600,
  fleet: { programs: 2, holdMs: 10_000 },
  settings: settings({ concurrency: 20_000, stageSeconds: 15, totalSeconds: 40 }),
  tls: false,
};
const MANY: Case = {
  name: '100,000',
  size: 100_000,
  fleet: { programs: 2, holdMs: 0 },
  settings: settings({ concurrency: 20_000 }),
  tls: false,
};
const QUICK: Case = {
  name: '2,000',
  size: 2_000,
  fleet: { programs: 1, holdMs: 0 },
  settings: settings({ concurrency: 2_000, processes: 2, stageSeconds: 8 }),
  tls: true,
};

export const casesOf = (quick: boolean): readonly Case[] => (quick ? [QUICK] : [HELD, MANY]);

/** What `checking.ts` is told. */
export interface Order {
  readonly seed: number;
  readonly size: number;
  readonly settings: CheckSettings;
  readonly judges: readonly JudgeSettings[];
  readonly ports: readonly Ports[];
}

/** What it answers. */
export interface Outcome extends CheckResult {
  /** What was judged otherwise than the truth table says, a sentence each; the first of them. */
  readonly wrong: readonly string[];
  readonly wrongCount: number;
  /** Seconds on a processor, of it and of all check processes. */
  readonly processorSeconds: number;
  /** The worst quarter of a second of any process: how late all but one in a hundred timers were. */
  readonly loopDelayMs: number;
}
