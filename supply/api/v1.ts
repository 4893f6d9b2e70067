/** `/v1`: what control passes on, for operators. The shapes are those of contract/supply/api.ts. */
import {
  type HistoryView,
  MOST_PROXIES_A_PAGE,
  type ProxyPage,
  type ProxyView,
  runStartSchema,
  SUPPLY_API_PATHS,
} from '@atlantic/contract/supply/api.ts';
import { feedSchema } from '@atlantic/contract/supply/feed.ts';
import { proxyKey, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import type { HistoryEntry } from '../store/store.ts';
import type { SupplyView } from '../view/view.ts';
import { jsonAnswer, Refusal } from './answer.ts';
import { readAsked } from './asked.ts';
import { MOST_BODY, readBody } from './body.ts';
import type { Endpoint } from './endpoint.ts';
import { addressNamed } from './named-proxy.ts';
import type { ApiSource } from './source.ts';

const PROXIES_A_PAGE = 100;
const RUNS = 20;
/** A feed may name its proxies itself. */
const MOST_FEED_BODY = 4 * 1024 * 1024;

const FILTERS = 'protocol,country,exclude_country,asn,anonymity,tls,confirmed,max_latency,min_uptime,feed'.split(',');

/** Takes a number out of the parameters. */
function numberIn(parameters: URLSearchParams, name: string, most: number, usual: number): number {
  const text = parameters.get(name);
  parameters.delete(name);
  if (text === null) return usual;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most)
    throw new Refusal('validation_failed', `The parameter ${name} must be a whole number from 1 to ${most}.`);
  return value;
}

function proxyView({ password: _password, ...proxy }: SupplyProxy): ProxyView {
  return { ...proxy, key: proxyKey(proxy) };
}

/** The cursor is the key of the last proxy before the page. Pages go on in a later snapshot where they stood in this one. */
export function proxyPage(view: SupplyView | undefined, query: string): ProxyPage {
  const parameters = new URLSearchParams(query);
  const limit = numberIn(parameters, 'limit', MOST_PROXIES_A_PAGE, PROXIES_A_PAGE);
  const cursor = parameters.get('cursor');
  parameters.delete('cursor');
  const { where } = readAsked(parameters, FILTERS);
  if (view === undefined) return { version: 0, publishedAt: 0, total: 0, proxies: [], next: null };
  const rows = view.select(where);
  const from = cursor === null ? 0 : view.after(addressNamed(cursor));
  const found = rows.take(from, limit + 1).filter((row) => row >= from);
  const proxies = found.slice(0, limit).flatMap((row) => view.proxies[row] ?? []);
  const last = proxies.at(-1);
  const { version, publishedAt } = view;
  const next = found.length > limit && last !== undefined ? proxyKey(last) : null;
  return { version, publishedAt, total: rows.count, proxies: proxies.map(proxyView), next };
}

/** Without the password. */
export function historyView({ address, aliveMs, ...entry }: HistoryEntry): HistoryView {
  const { password: _password, ...shown } = address;
  const time = entry.checkedAt - entry.firstSeen;
  const uptime = time <= 0 ? (entry.alive ? 1 : 0) : Math.min(1, aliveMs / time);
  return {
    key: proxyKey(address),
    ...shown,
    ...entry,
    feeds: [...entry.feeds],
    latenciesMs: [...entry.latenciesMs],
    reasons: { ...entry.reasons },
    uptime,
  };
}

export const v1 = (source: ApiSource): readonly Endpoint[] => [
  {
    path: SUPPLY_API_PATHS.status,
    methods: { GET: { role: 'operator', answer: () => jsonAnswer(200, source.status()) } },
  },
  {
    path: SUPPLY_API_PATHS.runs,
    methods: {
      GET: {
        role: 'operator',
        async answer({ query }) {
          const most = numberIn(new URLSearchParams(query), 'most', MOST_RUNS, RUNS);
          return jsonAnswer(200, { runs: await source.runs(most) });
        },
      },
      POST: {
        role: 'operator',
        mostBody: MOST_BODY,
        answer: ({ body }) => jsonAnswer(202, source.reload(readBody(body, runStartSchema).force)),
      },
    },
  },
  {
    path: SUPPLY_API_PATHS.currentRun,
    methods: { DELETE: { role: 'operator', answer: () => jsonAnswer(200, { aborted: source.abort() }) } },
  },
  {
    path: SUPPLY_API_PATHS.proxies,
    deeper: true,
    methods: {
      GET: {
        role: 'operator',
        answer({ rest, query }) {
          if (rest === '') return jsonAnswer(200, proxyPage(source.view(), query));
          const entry = source.history(rest);
          if (entry === undefined) throw new Refusal('not_found', 'No proxy by that key has ever been found alive.');
          return jsonAnswer(200, historyView(entry));
        },
      },
    },
  },
  {
    path: SUPPLY_API_PATHS.feeds,
    methods: { GET: { role: 'operator', answer: () => jsonAnswer(200, { feeds: source.feeds() }) } },
  },
  {
    path: SUPPLY_API_PATHS.feedTest,
    methods: {
      POST: {
        role: 'operator',
        mostBody: MOST_FEED_BODY,
        answer: async ({ body }) => jsonAnswer(200, await source.testFeed(readBody(body, feedSchema))),
      },
    },
  },
];
