/**
 * How long clients of supply's API wait: 1,000 connections that ask a snapshot of 100,000 proxies for ten by filters. Once each
 * asks anew as soon as it is answered, once they ask at a steady rate, and both while `/reload` publishes one snapshot after the other.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Figure, writeResult } from '../result.ts';
import type { ApiLook, ApiReady, LoadOrder, LoadResult } from './messages.ts';
import { seededQueries } from './queries.ts';

const PROXIES = 100_000;
const CONNECTIONS = 1_000;
const QUERIES = 500;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const RATE = 5_000;
const ROUNDS = 3;
const RELOAD_MS = 500;

async function hear<Answer>(child: ChildProcess): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const gone = (code: number | null) => reject(new Error(`a process of the benchmark ended (${code})`));
  child.once('exit', gone);
  child.once('message', (answer) => resolve(answer as Answer));
  return promise.finally(() => child.off('exit', gone));
}

interface Stage {
  readonly name: string;
  readonly rate: number | undefined;
  readonly reloads: boolean;
}

const STEADY = `${RATE.toLocaleString('en')} a second`;
const STAGES: readonly Stage[] = [
  { name: 'as fast as answered', rate: undefined, reloads: false },
  { name: 'as fast as answered, publishing', rate: undefined, reloads: true },
  { name: STEADY, rate: RATE, reloads: false },
  { name: `${STEADY}, publishing`, rate: RATE, reloads: true },
];

const UNITS: readonly [keyof LoadResult, string, string][] = [
  ['perSecond', 'answers', '1/s'],
  ['p50', 'p50', 'ms'],
  ['p90', 'p90', 'ms'],
  ['p99', 'p99', 'ms'],
  ['p999', 'p99.9', 'ms'],
  ['most', 'longest', 'ms'],
];

/** Asks for a reload twice at once, again and again, until told to stop. */
function reloading(url: string, secret: string): () => Promise<void> {
  let going = true;
  const ask = async (): Promise<void> => {
    const { status } = await fetch(`${url}/reload`, { method: 'POST', headers: { 'x-api-key': secret } });
    if (status !== 202) throw new Error(`/reload answered ${status}`);
  };
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const loop = async (): Promise<void> => {
    while (going) {
      await Promise.all([ask(), ask()]);
      await Promise.race([stopped, new Promise((pause) => setTimeout(pause, RELOAD_MS))]);
    }
  };
  const ended = loop();
  return async () => {
    going = false;
    resolve();
    await ended;
  };
}

export async function benchSupplyApi(): Promise<void> {
  const secret = randomBytes(24).toString('base64url');
  const api = fork(join(import.meta.dirname, 'api.ts'), [String(PROXIES), secret]);
  const load = fork(join(import.meta.dirname, 'load.ts'), [secret]);
  try {
    const { url, baseMiB, restMiB } = await hear<ApiReady>(api);
    const look = (): Promise<ApiLook> => {
      api.send('look');
      return hear<ApiLook>(api);
    };
    const order: Omit<LoadOrder, 'seconds' | 'rate'> = {
      url,
      paths: seededQueries(QUERIES, 7),
      connections: CONNECTIONS,
    };
    const ask = (seconds: number, rate: number | undefined): Promise<LoadResult> => {
      load.send({ ...order, seconds, rate } satisfies LoadOrder);
      return hear<LoadResult>(load);
    };
    await ask(WARM_UP_SECONDS, undefined);
    const runs = new Map<string, number[]>();
    const note = (name: string, value: number): void => void runs.set(name, [...(runs.get(name) ?? []), value]);
    note('memory before the snapshot|MiB', baseMiB);
    note('memory with snapshot and view|MiB', restMiB);
    let faults = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, rate, reloads } of STAGES) {
        const before = await look();
        const stop = reloads ? reloading(url, secret) : undefined;
        const result = await ask(SECONDS, rate);
        await stop?.();
        const after = await look();
        for (const [figure, label, unit] of UNITS) note(`${name}: ${label}|${unit}`, result[figure]);
        const processor = (after.processorSeconds - before.processorSeconds) / result.answers;
        note(`${name}: processor time of an answer|µs`, processor * 1e6);
        note(`${name}: memory|MiB`, after.residentMiB);
        note(`${name}: failed or refused|requests`, result.errors + result.others);
        faults += result.errors + result.others;
        if (!reloads) continue;
        note(`${name}: snapshots published|snapshots`, after.published - before.published);
        if (after.reloads - before.reloads <= after.runs - before.runs)
          throw new Error('two reloads at once were two runs');
      }
    }
    const figures = [...runs].map(([key, values]): Figure => {
      const [name = '', unit = ''] = key.split('|');
      return { name, unit, runs: values };
    });
    writeResult('supply-api', figures, { node: process.version, autocannon: '9.0.0' });
    if (faults > 0) throw new Error(`${faults} requests failed or were refused.`);
  } finally {
    for (const child of [api, load]) {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    }
  }
}
