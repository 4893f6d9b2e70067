/**
 * How long a client waits for the first octet from the target, with and without what Atlantic does to shorten that: names
 * remembered, TLS sessions resumed, connections held ready, slow endpoints hedged.
 */
import { startAtlantic } from '@atlantic/tests/kit/atlantic.ts';
import { credentialOf } from '@atlantic/tests/kit/credential.ts';
import { httpPort } from '@atlantic/tests/kit/door.ts';
import { startOrigin } from '@atlantic/tests/kit/origin.ts';
import { ensureProgram } from '@atlantic/tests/kit/program.ts';
import { programVersion } from '../egress/peer/program-version.ts';
import { percentile } from '../egress/percentile.ts';
import { type Figure, writeResult } from '../result.ts';
import { firstBytes } from './load.ts';
import { openWays, secretOf } from './ways.ts';

const ROUNDS = 3;
const LOAD = { requests: 250, clients: 4, pauseMs: 20 };
/** Before each way is measured: names are known then, sessions and spares are there. */
const WARM_UP = { ...LOAD, requests: 60 };

export async function benchFirstByte(): Promise<void> {
  await using peers = new AsyncDisposableStack();
  const origin = peers.use(await startOrigin());
  const { ways, config } = await openWays(peers, origin);
  const remembering = peers.use(await startAtlantic({ config: config(true) }));
  const asking = peers.use(await startAtlantic({ config: config(false) }));
  const figures = ways.map(({ figure }) => ({
    p50: { name: `${figure}, p50`, unit: 'ms', runs: [] as number[] } satisfies Figure,
    p99: { name: `${figure}, p99`, unit: 'ms', runs: [] as number[] } satisfies Figure,
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { name, remembers, target }] of ways.entries()) {
      const port = httpPort(remembers ? remembering : asking);
      const { header } = credentialOf(name, name, secretOf());
      await firstBytes({ port, header, target }, WARM_UP);
      const times = await firstBytes({ port, header, target }, LOAD);
      figures[at]?.p50.runs.push(percentile(times, 0.5));
      figures[at]?.p99.runs.push(percentile(times, 0.99));
    }
  }
  const { version: node } = process;
  const tinyproxy = await programVersion(await ensureProgram('tinyproxy'), '-v');
  writeResult(
    'first-byte',
    figures.flatMap(({ p50, p99 }) => [p50, p99]),
    { node, tinyproxy },
  );
}
