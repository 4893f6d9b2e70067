import type { FeedReport } from '@atlantic/contract/supply/feed.ts';
import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { supplySettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { freshFolder } from '@atlantic/kernel/fixture/folder.ts';
import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it, onTestFinished } from 'vitest';
import { createCandidates } from '../feed/candidates.ts';
import { openCatalogue } from '../history/catalogue.ts';
import { openStore } from '../store/open-store.ts';
import type { CheckResult, CheckWatcher, Verdict } from '../verdict.ts';
import { carryOut, type Yield } from './carry-out.ts';

const SETTINGS = supplySettingsSchema.parse({
  listen: '127.0.0.1:0',
  keys: [],
  rate: {},
  everySeconds: 60,
  recheckSeconds: 60,
  keepDeadSeconds: 60,
  feeds: [],
  judges: [],
  check: { mode: 'connect' },
  gates: {},
  store: 'file:',
  geo: {},
  pools: [],
});
const report = (kind: RunReport['kind']): RunReport => ({
  id: 'r1',
  kind,
  mode: 'connect',
  startedAt: 1,
  endedAt: null,
  feeds: [],
  progress: { total: 0, done: 0, alive: 0, inFlight: 0, perSecond: 0, etaSeconds: null },
  checks: null,
  published: null,
  withheld: null,
  detail: null,
});
const feedReport = (feed: string, problem: FeedReport['problem'] = null): FeedReport => ({
  feed,
  at: 0,
  seconds: 0,
  bytes: 1,
  unchanged: false,
  problem,
  detail: null,
  format: 'text',
  found: 1,
  fresh: 1,
  duplicate: 0,
  rejected: {},
});

/** Feeds and a network in small: ports that are alive are alive. */
async function setup() {
  let now = 1_000;
  const { log } = readableLog();
  const store = await openStore('file:', { directory: freshFolder(), now: () => now });
  const catalogue = await openCatalogue({ store, log, now: () => now, onSnapshot: () => {} });
  onTestFinished(() => catalogue.close());
  const yields: Record<string, Yield>[] = [];

  const run = async (
    kind: RunReport['kind'],
    lists: Record<string, number[]>,
    alive: number[],
    failed: string[] = [],
  ) => {
    now += 1_000;
    const checked: number[] = [];
    const ended = await carryOut(
      { id: 'r1', kind, force: false },
      report(kind),
      {
        catalogue,
        settings: () => SETTINGS,
        async collect() {
          const candidates = createCandidates();
          for (const [feed, ports] of Object.entries(lists))
            for (const port of ports) candidates.add(feed, { kind: 'http', host: '192.0.2.1', port });
          const reports = [
            ...Object.keys(lists).map((feed) => feedReport(feed)),
            ...failed.map((feed) => feedReport(feed, 'timeout')),
          ];
          return { candidates, reports };
        },
        async check(source, watcher: CheckWatcher): Promise<CheckResult> {
          for (let index = 0; index < source.size; index += 1) {
            const { port } = source.at(index);
            checked.push(port);
            watcher.onVerdict(index, alive.includes(port) ? good(port, now) : bad(now));
          }
          const count = checked.filter((port) => alive.includes(port)).length;
          const summary = { checked: checked.length, alive: count, dead: checked.length - count, unjudged: 0 };
          const rest = {
            passed: { connect: 0, handshake: 0, judge: 0, confirm: 0, tls: 0 },
            reasons: {},
            kinds: {},
            anonymities: {},
          };
          return {
            summary: { ...summary, ...rest, requeued: 0, retried: 0, seconds: 1, mostInFlight: 1 },
            ended: undefined,
          };
        },
        onYields: (found) => yields.push(Object.fromEntries(found)),
        now: () => now,
      },
      new AbortController().signal,
    );
    return { ended, checked: checked.sort() };
  };
  const published = () =>
    catalogue
      .snapshot()
      ?.proxies.map(({ port, feeds }) => `${port} ${feeds.join()}`)
      .sort();
  return { run, published, yields, catalogue };
}
const good = (port: number, checkedAt: number): Verdict => ({
  alive: true,
  address: { kind: 'http', host: '192.0.2.1', port },
  checkedAt,
  mode: 'connect',
  anonymity: null,
  exit: null,
  country: null,
  asn: null,
  network: null,
  tls: null,
  confirmed: null,
  connectMs: 1,
  firstByteMs: null,
  totalMs: 1,
});
const bad = (checkedAt: number): Verdict => ({
  alive: false,
  stage: 'connect',
  code: 'connection_refused',
  detail: undefined,
  checkedAt,
});

it('checks what feeds name and what is remembered, and publishes what is alive with the feeds that list it', async () => {
  const { run, published, yields } = await setup();
  const first = await run('full', { one: [1, 2], two: [2, 3] }, [1, 2]);
  expect(first.ended).toMatchObject({
    published: 1,
    withheld: null,
    checks: { checked: 3, alive: 2 },
    progress: { done: 3 },
  });
  expect(published()).toEqual(['1 one', '2 one,two']);
  expect(yields).toEqual([{ one: { checked: 2, alive: 2 }, two: { checked: 2, alive: 1 } }]);

  // One no longer lists 1, and two could not be read: what it said before stands.
  const second = await run('full', { one: [2] }, [1, 2], ['two']);
  expect(second.checked).toEqual([1, 2]);
  expect(published()).toEqual(['1 ', '2 one,two']);
});

it('checks only those that are alive, or suspect, in smaller runs', async () => {
  const { run, published, catalogue } = await setup();
  await run('full', { one: [1, 2, 3] }, [1, 2]);
  expect((await run('recheck', {}, [1, 2])).checked).toEqual([1, 2]);
  expect(published()).toEqual(['1 one', '2 one']);
  catalogue.history.suspect('http://192.0.2.1:2', 2_500);
  const { checked, ended } = await run('suspects', {}, [1]);
  expect([checked, ended.withheld]).toEqual([[2], null]);
  expect(published()).toEqual(['1 one']);
});
