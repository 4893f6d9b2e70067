/**
 * What follows from an answer that meets a rule of the route. A ban is raised whatever becomes of the request. The request goes
 * elsewhere only when it may be sent twice, the client has heard nothing, and somebody is there to serve it: else the client
 * gets the answer as it came.
 */
import { newBan } from '@atlantic/contract/ban.ts';
import { searchable } from '@atlantic/contract/text-pattern.ts';
import { type Candidate, mayUse } from '@atlantic/kernel/pool/choose/candidate.ts';
import { siteOf } from '@atlantic/kernel/site/site.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import { amongOf } from '../places.ts';
import type { Judge } from '../relay/judge.ts';
import type { Rule, Rules } from '../rule/rules.ts';
import type { Pool } from '../view.ts';
import type { Asked } from './reach.ts';
import type { RequestRecord } from './record.ts';
import { misfit } from './route.ts';

interface Judged {
  readonly gateway: Gateway;
  readonly exchange: Pick<Exchange, 'mayRepeat'>;
  readonly asked: Asked;
  readonly record: RequestRecord;
}

/** Could the pool serve the request by an exit it has not tried? */
function canServe(gateway: Gateway, pool: Pool, { intent }: Asked, tried: ReadonlySet<Candidate>): boolean {
  const banned = gateway.bans.against(intent.target.host);
  const ask = { tried, key: 0, target: 0, now: gateway.now(), banned };
  return amongOf(pool, intent.options).some((candidate) => mayUse(candidate, ask));
}

/** May it go to another exit of the pool it is at? */
function canRetry({ gateway, asked, record }: Judged, pool: Pool): boolean {
  const { lease, attempts } = record;
  if (!lease || !attempts) return false;
  const { policy, retries, leases } = pool.standing;
  const tried = new Set([...attempts.tried, lease.exit.candidate]);
  return (
    attempts.failures + 1 < policy.retry.attempts && retries.may(leases + 1) && canServe(gateway, pool, asked, tried)
  );
}

/** The next pool of the list that can serve; those before the one it was escalated to last are behind it. */
function nextOf({ gateway, asked, record }: Judged, pools: readonly Pool[]): Pool | undefined {
  const behind = record.escalated ? pools.indexOf(record.escalated) : -1;
  return pools
    .slice(behind + 1)
    .find((pool) => pool !== record.pool && !misfit(pool, asked.intent) && canServe(gateway, pool, asked, new Set()));
}

function goesElsewhere(judged: Judged, { retry, escalate }: Rule<Pool>): boolean {
  const { exchange, asked, record } = judged;
  const pool = record.pool ?? asked.pool;
  const rejections = record.rejections ?? 0;
  // A strict session has no other exit.
  if (!exchange.mayRepeat() || rejections >= LIMITS.rejections || asked.intent.options.strict === true) return false;
  const next = retry && canRetry(judged, pool) ? pool : nextOf(judged, escalate);
  if (!next) return false;
  record.rejections = rejections + 1;
  record.sentTo = next;
  if (next !== pool) record.escalated = next;
  return true;
}

function banExit({ gateway, asked, record }: Judged, { ban }: Rule<Pool>): void {
  const { lease, pool = asked.pool } = record;
  // Behind a provider's gateway are all of its exits.
  if (!ban || !lease || pool.provider) return;
  const site = ban.for === 'all' ? undefined : siteOf(asked.intent.target.host);
  void gateway.bans.raise(newBan({ endpoint: lease.exit.id, site, minutes: ban.minutes, why: 'rule' }, gateway.time()));
}

/** Judges the answer to the request as it is sent now; the first rule that the answer meets decides. */
export function judgeBy(rules: Rules<Pool>, judged: Judged): Judge {
  const askedAt = judged.gateway.now();
  let met: Rules<Pool> = [];
  const obey = (rule: Rule<Pool> | undefined): 'pass' | 'reject' => {
    if (!rule) return 'pass';
    banExit(judged, rule);
    return goesElsewhere(judged, rule) ? 'reject' : 'pass';
  };
  return {
    head(answer) {
      const milliseconds = judged.gateway.now() - askedAt;
      met = rules.filter((rule) => rule.head(answer, milliseconds));
      return met[0]?.body ? 'body' : obey(met[0]);
    },
    body(octets) {
      const text = searchable(octets);
      return obey(met.find(({ body }) => !body || body(text)));
    },
  };
}
