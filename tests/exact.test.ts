/** What crossed the wire is what is counted, by an observer that knows nothing of Atlantic. */
import { expect, it } from 'vitest';
import { KINDS } from './exact/kinds.ts';
import { runExact } from './exact/run.ts';

const TRANSFERS = 200;
const RUN_MILLISECONDS = 120_000;

it(
  'over HTTP, CONNECT and SOCKS5, refused, retried and broken off',
  async () => {
    const { problems, rows, observer } = await runExact({ transfers: TRANSFERS, seed: 2 });
    expect(problems).toEqual([]);
    expect(observer.dropped).toBe(0);
    expect(observer.connections).toBeGreaterThanOrEqual(TRANSFERS);
    const verdicts = new Map(rows.map(({ kind, verdict }) => [kind, verdict]));
    const orderly = KINDS.filter(({ ending }) => ending === 'orderly' || ending === 'nobody');
    expect(orderly.filter(({ name }) => verdicts.get(name) !== 'equal')).toEqual([]);
    expect(KINDS.filter(({ name }) => !verdicts.has(name))).toEqual([]);
  },
  RUN_MILLISECONDS,
);
