/**
 * `node tests/reload/main.ts [--requests N] [--reloads N] [--restarts N]`: reloads Atlantic, and HAProxy beside it, under
 * load of clients that do not retry; ends with 1 when Atlantic lost a request or closed a tunnel.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEchoServer } from '../kit/echo-server.ts';
import { saveFigures } from '../kit/figures.ts';
import { atlanticSubject } from './atlantic-subject.ts';
import { haproxySubject } from './haproxy-subject.ts';
import { startQuickOrigin } from './origin.ts';
import { type Result, runSubject } from './run.ts';
import { tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '300000' },
    reloads: { type: 'string', default: '20' },
    restarts: { type: 'string', default: '3' },
  },
});
const plan = {
  requests: Number(values.requests),
  reloads: Number(values.reloads),
  restarts: Number(values.restarts),
  tunnels: 200,
  spellSeconds: 10,
  reloadsASpell: 3,
};
const say = (text: string): void => void process.stdout.write(`${text}\n`);

// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await using origin = await startQuickOrigin();
await using echo = await startEchoServer();
const results: Result[] = [];
/** What ended the run before its time; what was found until then is kept. */
let failure: string | undefined;
try {
  for (const start of [atlanticSubject, haproxySubject]) {
    await using subject = await start(origin.port, echo.port);
    results.push(await runSubject(subject, plan, say));
  }
} catch (error) {
  failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`BROKEN: ${failure}`);
}
say(tableOf(results));
for (const { name, examples } of results) for (const example of examples) say(`${name}: ${example}`);
say(`saved ${saveFigures(join(import.meta.dirname, 'results'), new Date(), { plan, failure, results })}`);
const [atlantic] = results;
if (failure !== undefined || !atlantic || atlantic.failed > 0 || atlantic.tunnelsClosed > 0) process.exitCode = 1;
