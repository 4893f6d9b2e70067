/** A checker with all that it needs, for a check process. */
import { randomBytes } from 'node:crypto';
import { NO_GEO } from '../geo/geo.ts';
import { openGeo } from '../geo/open-geo.ts';
import type { CheckPlan } from '../verdict.ts';
import { type Checker, createChecker } from './checker.ts';
import { createJudgeWatch } from './judge-watch.ts';
import { createLookup } from './lookup.ts';
import { createResolver } from './resolver.ts';
import { createWheel, SYSTEM_WHEEL } from './wheel.ts';

export interface OpenChecker {
  readonly checker: Checker;
  /** Whether anything can be judged: no judge is needed in the mode `connect`. */
  judgesUp(): boolean;
}

/** Octets that a token is made of. Each belongs to one request. */
const TOKEN_OCTETS = 12;

/** Throws `config_invalid` for a file of `geo` that is of no use. */
export function openChecker(plan: CheckPlan): OpenChecker {
  const wheel = createWheel(SYSTEM_WHEEL);
  const full = plan.settings.mode === 'full';
  const judges = createJudgeWatch(full ? plan.judges : [], { wheel });
  /** Until each judge has been asked once, a proxy that the second one should confirm would go unconfirmed. */
  let asked = false;
  void judges.ready.then(() => {
    asked = true;
  });
  const checker = createChecker(plan, {
    now: Date.now,
    token: () => randomBytes(TOKEN_OCTETS).toString('hex'),
    ...{ wheel, judges },
    // Without a judge nobody knows the exit, so its place need not be looked up.
    geo: full ? openGeo(plan.geo) : NO_GEO,
    resolver: createResolver({ lookup: createLookup(), now: wheel.now }),
  });
  return { checker, judgesUp: () => !full || (asked && judges.up()) };
}
