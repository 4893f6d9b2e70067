/** HAProxy (https://www.haproxy.org) in master-worker mode, reloaded by SIGUSR2 as its manual asks for (management guide, section 4). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { freePort, untilAccepts } from '../kit/port.ts';
import { ensureProgram } from '../kit/program.ts';
import { openRawClient } from '../kit/raw-client.ts';
import type { Subject } from './subject.ts';

const START_SECONDS = 15;
const LOOK_MS = 20;
const READY = 'New worker';

interface Ports {
  readonly http: number;
  readonly tcp: number;
  readonly origin: number;
  readonly echo: number;
}

/** The listening sockets go from the old process to the new one: what a careful operator configures. */
const fileOf = (number: number, { http, tcp, origin, echo }: Ports, socket: string): string => `global
  stats socket ${socket} level admin expose-fd listeners
  maxconn 4000
defaults
  timeout connect 5s
  timeout client 300s
  timeout server 300s
  timeout http-keep-alive 60s
frontend web
  mode http
  bind 127.0.0.1:${http}
  http-request set-header X-Number ${number}
  default_backend origin
backend origin
  mode http
  server one 127.0.0.1:${origin} weight ${1 + (number % 100)}
listen echo
  mode tcp
  bind 127.0.0.1:${tcp}
  server one 127.0.0.1:${echo}
`;

export async function haproxySubject(origin: number, echo: number): Promise<Subject> {
  const program = await ensureProgram('haproxy');
  const folder = temporaryFolder('haproxy');
  const ports = { http: await freePort(), tcp: await freePort(), origin, echo };
  const [file, socket] = [join(folder.path, 'haproxy.cfg'), join(folder.path, 'stats')];
  writeFileSync(file, fileOf(0, ports, socket));
  const master = startChild(program, ['-W', '-db', '-f', file]);
  const workers = () => master.stderr().split(READY).length - 1;
  const waiting = new AbortController();
  try {
    await within(START_SECONDS, 'haproxy', untilAccepts(ports.http, waiting.signal));
  } catch (cause) {
    await master[Symbol.asyncDispose]();
    throw new Error(`haproxy did not start:\n${master.stderr()}`, { cause });
  } finally {
    waiting.abort();
  }
  return {
    name: 'HAProxy',
    to: `http://127.0.0.1:${ports.http}`,
    target: '/',
    headers: {},
    tunnels: { TCP: () => openRawClient(ports.tcp) },
    async reload(number) {
      const before = workers();
      writeFileSync(file, fileOf(number, ports, socket));
      master.kill('SIGUSR2');
      const more = async () => {
        while (workers() === before) await pause(LOOK_MS);
      };
      await within(START_SECONDS, 'the new worker of haproxy', more());
    },
    async [Symbol.asyncDispose]() {
      await master[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
