/** One round: traffic, a death at a random moment, the way back, and the count of every octet. */
import { setTimeout as pause } from 'node:timers/promises';
import { makeCredential, type TestCredential } from '../kit/credential.ts';
import { httpPort } from '../kit/door.ts';
import type { Random } from '../kit/random.ts';
import { runSession } from '../kit/session.ts';
import { type SessionRecord, wasCut } from '../kit/transfer.ts';
import { untilCounted } from '../kit/until-counted.ts';
import { type Arena, WORKERS } from './arena.ts';
import { ONE_WRITE } from './bounds.ts';
import { killAndReturn, servedAway } from './death.ts';
import { countedOf, judge, type Verdict } from './judge.ts';
import { startLoad } from './load.ts';
import { brokenContinuity } from './uninterrupted.ts';
import { brokenReclaim } from './verdict.ts';
import type { Victim } from './victim.ts';

export interface RoundResult {
  readonly round: number;
  readonly victim: Victim;
  /** Milliseconds from the first connection to the kill. */
  readonly killedAfterMs: number;
  /** From the kill until control answered. */
  readonly awayMs: number;
  /** From the kill until everything served and every old epoch was closed. */
  readonly backAfterMs: number;
  readonly sessions: number;
  readonly cut: number;
  /** Transfers that began after the death of control and ended well, and before it was back. */
  readonly servedWithoutControl: { readonly unlimited: number; readonly limited: number };
  /** Octets that clients and origin together prove. */
  readonly moved: number;
  readonly overcount: number;
  /** What the sessions that were cut leave open: one write each way, and heads that may have been read. */
  readonly overcountBound: number;
  readonly broken: readonly string[];
}

const EARLIEST_MS = 150;
const LATEST_MS = 900;
/** Traffic after the way back, which must be counted like any other. */
const AFTERWARDS_MS = 200;
/** Octets. Some are spent before the kill, most are not: then the dead hold a part of them. */
const SCARCE = { least: 3_000_000, most: 60_000_000 };

/** Asks for more than a quota can hold, after which all of it is spent. */
function drain(arena: Arena, credential: TestCredential, size: number, id: string): Promise<SessionRecord> {
  const transfers = [{ id, kind: 'down', size, slice: ONE_WRITE, pauseMs: 0, stallMs: 0 }] as const;
  const port = httpPort(arena.atlantic());
  return runSession({ door: 'HTTP', credential, port, originPort: arena.origin.port, transfers });
}

/** Rejects when something does not come back, or falls silent. */
export async function runRound(arena: Arena, round: number, victim: Victim, random: Random): Promise<RoundResult> {
  const { origin, unlimited, ample } = arena;
  const quota = random.size(SCARCE.least, SCARCE.most);
  const scarce = await makeCredential(arena.api(), `scarce ${round}`, { quotaBytes: quota });
  const credentials = [unlimited, ample, scarce];
  const judged = await Promise.all(
    credentials.map(async ({ name }) => ({ name, before: await countedOf(arena, name) })),
  );

  const killedAfterMs = random.whole(EARLIEST_MS, LATEST_MS);
  const load = startLoad(arena, { credentials, random: random.fork(), name: `r${round}` });
  await pause(killedAfterMs);
  const death = await killAndReturn(arena, victim, random);
  await pause(AFTERWARDS_MS);
  await load.stop();
  const last = await drain(arena, scarce, quota, `r${round}drain`);
  await untilCounted(arena.atlantic(), origin, arena.marker);

  const sessions = [...load.sessions, last];
  const broken = brokenContinuity(
    victim,
    sessions.filter(({ credential }) => credential === unlimited.name),
    { diedAt: death.diedAt, arrived: origin.arrived },
  );
  const away = victim === 'control' ? death : undefined;
  const servedWithoutControl = {
    unlimited: away ? servedAway(sessions, unlimited.name, away) : 0,
    limited: away ? servedAway(sessions, ample.name, away) : 0,
  };
  if (away && servedWithoutControl.unlimited === 0) broken.push('nothing was served while control was away');
  const verdicts = await Promise.all(judged.map(({ name, before }) => judge(arena, name, sessions, before)));
  const spent = verdicts.find(({ name }) => name === scarce.name)?.spent ?? 0;
  broken.push(...verdicts.flatMap((verdict) => verdict.broken), ...brokenReclaim(scarce.name, spent, quota, WORKERS));
  const sum = (value: (verdict: Verdict) => number) => verdicts.reduce((total, one) => total + value(one), 0);
  origin.forget();
  return {
    round,
    victim,
    killedAfterMs,
    awayMs: Math.round(death.controlAt - death.diedAt),
    backAfterMs: Math.round(death.wholeAt - death.diedAt),
    sessions: sessions.length,
    cut: sessions.filter(wasCut).length,
    servedWithoutControl,
    moved: sum(({ moved }) => moved),
    overcount: sum(({ overcount }) => overcount),
    overcountBound: sum(({ slack }) => slack),
    broken,
  };
}
