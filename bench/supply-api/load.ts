/** The load, in a process of its own: its parent says what to ask. As fast as answered by autocannon, at a rate by steady.ts. */
import autocannon from 'autocannon';
import type { LoadOrder, LoadResult } from './messages.ts';
import { steadyLoad } from './steady.ts';

const [, , secret = ''] = process.argv;

async function run(order: LoadOrder): Promise<LoadResult> {
  const { url, paths, connections, seconds, rate } = order;
  if (rate !== undefined) return steadyLoad(order, rate, secret);
  const {
    latency,
    requests,
    errors,
    timeouts,
    non2xx,
    '2xx': answers,
  } = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { 'x-api-key': secret },
    requests: paths.map((path) => ({ method: 'GET' as const, path })),
  });
  const { p50, p90, p99, p99_9: p999, max: most } = latency;
  return { perSecond: requests.average, p50, p90, p99, p999, most, answers, errors, timeouts, others: non2xx };
}

process.on('message', (order: LoadOrder) => void run(order).then((result) => process.send?.(result)));
process.on('disconnect', () => process.exit());
