/** The bans as one worker obeys them: what it raises itself holds at once, and the rest as the primary says. */
import type { Ban } from '@atlantic/contract/ban.ts';
import { type BanChange, createBans } from '@atlantic/kernel/pool/bans.ts';
import { siteOf } from '@atlantic/kernel/site/site.ts';
import type { GatewayBans } from '../gateway.ts';
import type { ToPrimary } from './messages.ts';
import { createQuestions } from './questions.ts';

/** How long a request waits until the ban it raised is kept; it is served all the same. */
const KEPT_DEADLINE_MS = 1_000;

export interface WorkerBans extends GatewayBans {
  hear(change: BanChange): void;
  /** The primary's answer to a ban that was raised here. */
  onKept(id: number): void;
  /** The primary is gone. */
  close(): void;
}

/** `first`: those in force when the worker starts. `time` in milliseconds since 1970. */
export function createWorkerBans(
  send: (message: ToPrimary) => void,
  time: () => number,
  first: readonly Ban[],
): WorkerBans {
  const bans = createBans();
  const raised = createQuestions<void>(KEPT_DEADLINE_MS);
  bans.apply({ add: first, remove: [] }, time());
  return {
    against: (host) => bans.against(() => siteOf(host), time()),
    raise(ban) {
      bans.apply({ add: [ban], remove: [] }, time());
      return raised.ask((id) => send({ kind: 'ban', id, ban })).catch(() => {});
    },
    hear: (change) => bans.apply(change, time()),
    onKept: (id) => void raised.answer(id, undefined),
    close: raised.close,
  };
}
