/**
 * The paths that clients of jhao104/proxy_pool ask: `/get/`, `/pop/`, `/all/`, `/count/` and `/delete/`. They speak of HTTP proxies
 * unless `protocol` says otherwise; `type=https` means, as there, those that carry TLS.
 */
import { hostPort, proxyKey, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import { type Answer, jsonAnswer, Refusal } from './answer.ts';
import { type Asked, readAsked } from './asked.ts';
import type { Chooser, Chosen } from './choice.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { addressNamed, keyNamed } from './named-proxy.ts';
import { chosenFor } from './proxies.ts';
import type { ApiSource } from './source.ts';

/** Parameters of `/get-proxy` that make sense where the shape of an answer is fixed. */
const FILTERS =
  'protocol,country,exclude_country,asn,anonymity,tls,confirmed,max_latency,min_uptime,feed,exclude'.split(',');

const CHANGES = 'This changes something, so it is not done by GET: send POST';

/** `YYYY-MM-DD HH:MM:SS`, UTC. */
const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

/** The fields known there of which we know the value; how often a proxy was checked is not kept. */
const itemOf = (proxy: SupplyProxy): object => ({
  proxy: hostPort(proxy),
  https: proxy.tls === true,
  region: proxy.country ?? '',
  anonymous: proxy.anonymity ?? '',
  source: proxy.feeds.join('/'),
  last_status: true,
  last_time: timeText(proxy.checkedAt),
});

function readOne(query: string): Asked {
  const parameters = new URLSearchParams(query);
  const type = parameters.get('type');
  if (type !== null && type !== 'http' && type !== 'https')
    throw new Refusal('validation_failed', 'The parameter type must be http or https.');
  parameters.delete('type');
  if (!parameters.has('protocol')) parameters.set('protocol', 'http');
  if (type === 'https' && !parameters.has('tls')) parameters.set('tls', '1');
  return readAsked(parameters, FILTERS);
}

const readAll = (query: string): Asked => ({ ...readOne(query), limit: undefined });

const proxiesOf = ({ view, rows }: Chosen): SupplyProxy[] => rows.flatMap((row) => view.proxies[row] ?? []);

function* listPieces(items: readonly SupplyProxy[]): Generator<string> {
  for (const [at, item] of items.entries()) yield `${at === 0 ? '[' : ','}${JSON.stringify(itemOf(item))}`;
  yield ']\n';
}

export function poolVocabulary(source: ApiSource, chooser: Chooser): readonly Endpoint[] {
  /** Paths stand in the kept choices beside queries, because the same query means something else here. */
  const choose = (call: Call, path: string, read: (query: string) => Asked): Chosen =>
    chosenFor(source, chooser, { ...call, query: `${path}?${call.query}` }, (query) =>
      read(query.slice(path.length + 1)),
    );
  const onlyPost = (post: (call: Call) => Answer): Endpoint['methods'] => ({
    GET: {
      role: 'operator',
      answer: () => {
        throw new Refusal('method_not_allowed', `${CHANGES}.`, ['Allow', 'POST, DELETE']);
      },
    },
    POST: { role: 'operator', answer: post },
    DELETE: { role: 'operator', answer: post },
  });

  return [
    {
      path: '/get',
      methods: {
        GET: { role: 'reader', answer: (call) => jsonAnswer(200, itemOf(only(choose(call, 'get', readOne)))) },
      },
    },
    {
      path: '/all',
      methods: {
        GET: {
          role: 'reader',
          answer: (call) => ({
            status: 200,
            type: 'application/json',
            body: { octets: undefined, pieces: listPieces(proxiesOf(choose(call, 'all', readAll))) },
          }),
        },
      },
    },
    {
      path: '/count',
      methods: {
        GET: {
          role: 'reader',
          answer() {
            const view = source.view();
            const http = view?.select({ kinds: ['http'] }).count ?? 0;
            const https = view?.select({ kinds: ['http'], tls: true }).count ?? 0;
            return jsonAnswer(200, {
              http_type: { http: http - https, https },
              source: view?.stat().feeds ?? {},
              count: http,
            });
          },
        },
      },
    },
    {
      path: '/pop',
      methods: onlyPost((call) => {
        const chosen = choose(call, 'get', readOne);
        const proxy = only(chosen);
        for (const row of chosen.rows) chooser.drop(chosen.view, row);
        source.remove(proxyKey(proxy));
        return jsonAnswer(200, itemOf(proxy));
      }),
    },
    {
      path: '/delete',
      methods: onlyPost(({ query }) => {
        const named = new URLSearchParams(query).get('proxy');
        if (named === null) throw new Refusal('validation_failed', 'The parameter proxy is wanted.');
        const view = source.view();
        const key = keyNamed(view, named);
        if (!source.remove(key)) throw new Refusal('not_found', 'No proxy by that name has been found alive.');
        for (const row of view?.at(hostPort(addressNamed(key))) ?? []) {
          const proxy = view?.proxies[row];
          if (view !== undefined && proxy !== undefined && proxyKey(proxy) === key) chooser.drop(view, row);
        }
        return jsonAnswer(200, { code: 0, src: 1 });
      }),
    },
  ];
}

function only(chosen: Chosen): SupplyProxy {
  const [proxy] = proxiesOf(chosen);
  if (proxy === undefined) throw new Refusal('supply_empty', undefined);
  return proxy;
}
