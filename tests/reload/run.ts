/** One subject under load: spells of requests, and in each spell some reloads; what failed is counted by clients that do not retry. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Subject } from './subject.ts';
import { churnTunnels, openTunnels } from './tunnels.ts';
import { runWrk, type WrkResult } from './wrk.ts';

export interface Plan {
  readonly reloads: number;
  readonly restarts: number;
  readonly tunnels: number;
  /** Goes on beyond the last reload until so many requests were made. */
  readonly requests: number;
  readonly spellSeconds: number;
  readonly reloadsASpell: number;
}

export interface Result {
  readonly name: string;
  readonly reloads: number;
  readonly restarts: number;
  readonly seconds: number;
  readonly requests: number;
  readonly failed: number;
  /** Of requests: by connections that stay open, by new ones, and through tunnels that come and go. */
  readonly parts: Readonly<Record<string, { requests: number; failed: number; kinds: Record<string, number> }>>;
  readonly tunnels: number;
  readonly tunnelsClosed: number;
  /** The first sentences about what failed beside wrk, which has none. */
  readonly examples: readonly string[];
}

const KEEP_ALIVE_CONNECTIONS = 32;
const NEW_CONNECTIONS = 8;
const CHURNING = 4;
const SHOWN_EXAMPLES = 10;
/** Let the load begin before something changes. */
const LEAD_MS = 500;

function addTo(parts: Record<string, WrkResult>, name: string, { requests, failed, kinds }: WrkResult): void {
  parts[name] ??= { requests: 0, failed: 0, kinds: {} };
  const part = parts[name];
  part.requests += requests;
  part.failed += failed;
  for (const [kind, count] of Object.entries(kinds)) part.kinds[kind] = (part.kinds[kind] ?? 0) + count;
}

const sum = (parts: Record<string, WrkResult>, what: 'requests' | 'failed'): number =>
  Object.values(parts).reduce((total, part) => total + part[what], 0);

export async function runSubject(subject: Subject, plan: Plan, say: (text: string) => void): Promise<Result> {
  const { to, target, headers } = subject;
  const parts: Record<string, WrkResult> = {};
  const began = performance.now();
  const open = await openTunnels(subject, plan.tunnels);
  const short = churnTunnels(subject, CHURNING);
  let reloads = 0;
  let restarts = 0;
  const restartsWanted = subject.restart ? plan.restarts : 0;

  /** Reloads evenly spread over a spell; a restart now and then in the place of the pause between two. */
  async function change(): Promise<void> {
    await pause(LEAD_MS);
    for (let at = 0; at < plan.reloadsASpell && reloads < plan.reloads; at += 1) {
      reloads += 1;
      await subject.reload(reloads);
      const due = Math.floor((reloads * restartsWanted) / plan.reloads);
      if (subject.restart && restarts < due) {
        restarts += 1;
        await subject.restart();
      }
      await pause((plan.spellSeconds * 1000 - 2 * LEAD_MS) / plan.reloadsASpell);
    }
  }

  while (reloads < plan.reloads || sum(parts, 'requests') < plan.requests) {
    const load = { to, target, seconds: plan.spellSeconds };
    const changing = change();
    const [staying, coming] = await Promise.all([
      runWrk({ ...load, headers, connections: KEEP_ALIVE_CONNECTIONS }),
      runWrk({ ...load, headers: { ...headers, Connection: 'close' }, connections: NEW_CONNECTIONS }),
      changing,
    ]);
    addTo(parts, 'keep-alive', staying);
    addTo(parts, 'new connections', coming);
    say(
      `  ${subject.name}: ${reloads} reloads, ${restarts} restarts, ${sum(parts, 'requests')} requests, ` +
        `${sum(parts, 'failed')} failed, ${open.closed.length} tunnels closed`,
    );
  }
  await short.end();
  await open.end();
  const kinds = { broken: short.failures.length };
  addTo(parts, 'tunnels', { requests: short.done + short.failures.length, failed: short.failures.length, kinds });
  return {
    name: subject.name,
    reloads,
    restarts,
    seconds: Math.round((performance.now() - began) / 1000),
    requests: sum(parts, 'requests'),
    failed: sum(parts, 'failed'),
    parts,
    tunnels: open.opened,
    tunnelsClosed: open.closed.length,
    examples: [...open.closed, ...short.failures].slice(0, SHOWN_EXAMPLES),
  };
}
