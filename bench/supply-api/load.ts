/** The load, in a process of its own: its parent says what to ask. As fast as answered by autocannon, at a rate by steady.ts. */
import autocannon from 'autocannon';
import type { LoadOrder, LoadResult } from './messages.ts';
import { steadyLoad } from './steady.ts';

const [, , secret = ''] = process.argv;

/** autocannon writes each request of each connection beforehand; many of them would stop it for seconds, with connections open. */
const QUERIES_EACH = 4;
/** A thousand connections that come at once are accepted one in a turn of the API's loop, and under full load a turn is long. */
const LONGEST_SECONDS = 30;
let next = 0;

async function run(order: LoadOrder): Promise<LoadResult> {
  const { url, paths, connections, seconds, rate } = order;
  if (rate !== undefined) return steadyLoad(order, rate, secret);
  const {
    latency,
    requests,
    errors,
    non2xx,
    '2xx': answers,
  } = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: LONGEST_SECONDS,
    headers: { 'x-api-key': secret },
    setupClient(client) {
      const own = Array.from({ length: QUERIES_EACH }, (_, at) => paths[(next + at) % paths.length] ?? '/');
      next += QUERIES_EACH;
      client.setRequests(own.map((path) => ({ method: 'GET', path })));
    },
  });
  const { p50, p90, p99, p99_9: p999, max: most } = latency;
  return { perSecond: requests.average, p50, p90, p99, p999, most, answers, errors, others: non2xx };
}

process.on('message', (order: LoadOrder) => void run(order).then((result) => process.send?.(result)));
process.on('disconnect', () => process.exit());
