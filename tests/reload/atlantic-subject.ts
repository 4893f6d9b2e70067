/** Atlantic, with clients at all its doors, and its files that follow one another. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@atlantic/contract/client.ts';
import { startAtlantic } from '../kit/atlantic.ts';
import { freePort } from '../kit/port.ts';
import { openRawClient, type RawClient } from '../kit/raw-client.ts';
import type { Subject } from './subject.ts';

const NAME = 'load';
const SECRET = 'the secret of the load';
const BASIC = `Basic ${Buffer.from(`${NAME}:${SECRET}`).toString('base64')}`;
/** The longest there is: a worker that was replaced keeps its tunnels for so long. */
const DRAIN_SECONDS = 3600;
const LOOK_MS = 20;
const RESTART_SECONDS = 30;
/** Every other file comes by SIGHUP, the others by the API. */
const bySignal = (number: number): boolean => number % 2 === 1;

/**
 * What changes, in turn: the listeners (one more), the endpoints of a pool, the route of the load, its quota and another
 * credential. Each of these is there in some numbers and not in others.
 */
function fileOf(number: number, port: number, extra: number): string {
  const has = (bit: number) => ((number >> bit) & 1) === 1;
  const more = has(0) ? [{ bind: `127.0.0.1:${extra}` }] : [];
  const endpoints = Array.from(
    { length: 1 + (number % 5) },
    (_, at) => `http://user:pass${number}@127.0.0.1:${20_000 + at}`,
  );
  return JSON.stringify({
    control: { listen: '127.0.0.1:0' },
    egress: {
      workers: 2,
      drainSeconds: DRAIN_SECONDS,
      listeners: [{ bind: `127.0.0.1:${port}` }, ...more],
      targets: { allowPrivate: true },
    },
    supply: { enabled: false },
    pools: [
      { name: 'direct', kind: 'direct' },
      { name: 'other', kind: 'direct' },
      { name: 'rented', kind: 'list', endpoints },
    ],
    routes: [{ match: { hosts: ['*.example'] }, pool: 'rented' }, { pool: has(1) ? 'other' : 'direct' }],
    credentials: [
      { name: NAME, secret: SECRET, quotaRequests: 1_000_000_000 + number },
      ...(has(2) ? [{ name: 'guest', secret: `a secret of number ${number}` }] : []),
    ],
  });
}

async function openConnect(port: number, echo: number): Promise<RawClient> {
  const client = await openRawClient(port);
  const target = `127.0.0.1:${echo}`;
  client.send(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: ${BASIC}\r\n\r\n`);
  const { status } = await client.response({ bodyless: true });
  if (status !== 200) throw new Error(`CONNECT was answered with ${status}`);
  return client;
}

/** RFC 1928 and RFC 1929. */
async function openSocks(port: number, echo: number): Promise<RawClient> {
  const client = await openRawClient(port);
  client.send(Buffer.from([5, 1, 2]));
  await client.octets(2);
  const login = `\x01${String.fromCharCode(NAME.length)}${NAME}${String.fromCharCode(SECRET.length)}${SECRET}`;
  client.send(Buffer.from(login, 'latin1'));
  await client.octets(2);
  client.send(Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, echo >> 8, echo & 255]));
  const [, reply] = await client.octets(10);
  if (reply !== 0) throw new Error(`SOCKS was answered with ${reply}`);
  return client;
}

export async function atlanticSubject(origin: number, echo: number): Promise<Subject> {
  const [port, extra] = [await freePort(), await freePort()];
  const atlantic = await startAtlantic({ config: fileOf(0, port, extra) });
  const { apiKey, control, pids } = atlantic.ready;
  const client = createClient({ url: control.url, apiKey, timeoutMs: 30_000 });
  const file = join(dirname(atlantic.data), 'atlantic.yaml');
  const revision = async () => (await client.config.history()).revisions[0]?.number ?? 0;

  async function hangUp(text: string): Promise<void> {
    const before = await revision();
    writeFileSync(file, text);
    process.kill(pids.supervisor, 'SIGHUP');
    while ((await revision()) === before) await pause(LOOK_MS);
  }

  return {
    name: 'Atlantic',
    to: `http://127.0.0.1:${port}`,
    target: `http://127.0.0.1:${origin}/`,
    headers: { 'Proxy-Authorization': BASIC },
    tunnels: { CONNECT: () => openConnect(port, echo), SOCKS5: () => openSocks(port, echo) },
    async reload(number) {
      const text = fileOf(number, port, extra);
      if (bySignal(number)) await hangUp(text);
      else await client.config.apply(text, { dry: false, label: `number ${number}` });
    },
    async restart() {
      const { obeyed, detail } = await client.planes.command('local', { kind: 'restart-workers' }, RESTART_SECONDS);
      if (obeyed !== true) throw new Error(`the workers were not replaced: ${detail}`);
    },
    async [Symbol.asyncDispose]() {
      await atlantic.stop().catch(() => {});
      await atlantic[Symbol.asyncDispose]();
    },
  };
}
