/**
 * Megabytes a second through one connection: nothing between, tinyproxy, and Atlantic with authentication, metering and
 * ledger on, in turn in the same run. curl is the client; its figure against the bare origin is the ceiling.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startAtlantic } from '@atlantic/tests/kit/atlantic.ts';
import { startChild } from '@atlantic/tests/kit/child.ts';
import { createCredential } from '@atlantic/tests/kit/credential.ts';
import { curl } from '@atlantic/tests/kit/curl.ts';
import { within } from '@atlantic/tests/kit/deadline.ts';
import { ensureProgram } from '@atlantic/tests/kit/program.ts';
import { startTinyproxy } from '@atlantic/tests/kit/tinyproxy.ts';
import { type Figure, writeResult } from './result.ts';

const OCTETS = 1_000_000_000;
const RUNS = 5;
const TIMEOUT_SECONDS = 120;

async function portOf(origin: ReturnType<typeof startChild>): Promise<string> {
  const printed = async () => {
    while (origin.stdout().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return origin.stdout().toString().trim();
  };
  return within(10, 'the origin', printed());
}

async function megabytesPerSecond(url: string, options: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const result = await curl([...options, '-o', '/dev/null', url], { timeoutSeconds: TIMEOUT_SECONDS });
  if (result.code !== 0) throw new Error(`curl ended with ${result.code}: ${result.stderr}`);
  return OCTETS / 1000 / (performance.now() - startedAt);
}

async function versionsOf(): Promise<Record<string, string>> {
  const first = async (name: 'curl' | 'tinyproxy', option: string) =>
    (await promisify(execFile)(await ensureProgram(name), [option])).stdout.split('\n')[0] ?? '';
  return { curl: await first('curl', '-V'), tinyproxy: await first('tinyproxy', '-v') };
}

export async function benchTransfer(): Promise<void> {
  await using origin = startChild(process.execPath, [join(import.meta.dirname, 'origin.ts')]);
  const url = `http://127.0.0.1:${await portOf(origin)}/${OCTETS}`;
  await using tinyproxy = await startTinyproxy();
  await using atlantic = await startAtlantic({ config: { egress: { targets: { allowPrivate: true } } } });
  const { username, secret } = await createCredential(atlantic, 'bench');
  const ours = ['-x', atlantic.ready.egress.http, '-U', `${username}:${secret}`];
  const theirs = ['-x', tinyproxy.url];

  const ways: [name: string, options: string[]][] = [
    ['nothing between', []],
    ['tinyproxy, CONNECT', ['-p', ...theirs]],
    ['Atlantic, CONNECT', ['-p', ...ours]],
    ['tinyproxy, forwarded', theirs],
    ['Atlantic, forwarded', ours],
  ];
  const figures: (Figure & { runs: number[] })[] = ways.map(([name]) => ({ name, unit: 'MB/s', runs: [] }));
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [index, [, options]] of ways.entries()) {
      const figure = await megabytesPerSecond(url, options);
      // The first round warms up.
      if (run > 0) figures[index]?.runs.push(figure);
    }
  }
  writeResult('transfer', figures, { node: process.version, ...(await versionsOf()) });
}
