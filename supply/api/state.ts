/** `/stat` and `/health`: how supply is doing. */
import type { SupplyStatus } from '@atlantic/contract/supply/run.ts';
import { type Answer, jsonAnswer, textAnswer, wantsJson } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import type { ApiSource } from './source.ts';

const iso = (milliseconds: number | null | undefined): string | null =>
  milliseconds === null || milliseconds === undefined ? null : new Date(milliseconds).toISOString();

/** The status, and before it the figures by the names that `/stat` has elsewhere. */
export function statOf(status: SupplyStatus): object {
  const { snapshot, last } = status;
  const found = Object.fromEntries((last?.feeds ?? []).map((report) => [report.feed, report.found]));
  const checked = last?.checks ?? null;
  return {
    total_scraped: Object.values(found).reduce((total, count) => total + count, 0),
    total_alive: snapshot?.alive ?? 0,
    total_dead: checked?.dead ?? 0,
    alive_percent:
      checked === null || checked.checked === 0 ? 0 : Number(((100 * checked.alive) / checked.checked).toFixed(2)),
    last_check: iso(last?.endedAt),
    updated: iso(snapshot?.publishedAt),
    sources: found,
    ...status,
  };
}

export const stat = (source: ApiSource): Endpoint => ({
  path: '/stat',
  methods: { GET: { role: 'reader', answer: () => jsonAnswer(200, statOf(source.status())) } },
});

/** `up`, `stale` or `empty`; the last with 503, because there is nothing to be had. */
export const health = (source: ApiSource): Endpoint => ({
  path: '/health',
  methods: {
    GET: {
      role: 'open',
      answer({ accept }): Answer {
        const { snapshot } = source.status();
        const state = snapshot === null || snapshot.alive === 0 ? 'empty' : snapshot.stale ? 'stale' : 'up';
        const status = state === 'empty' ? 503 : 200;
        return wantsJson(accept) ? jsonAnswer(status, { status: state }) : textAnswer(status, state);
      },
    },
  },
});
