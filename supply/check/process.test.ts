import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { checkSettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { expect, it, onTestFinished } from 'vitest';
import type { ToProcess, ToRun } from './messages.ts';

const PROGRAM = new URL('process.ts', import.meta.url).pathname;
const settings = checkSettingsSchema.parse({ mode: 'connect' });
const START: ToProcess = {
  kind: 'start',
  plan: { settings, judges: [], geo: { country: undefined, asn: undefined } },
  most: 10,
};

function start() {
  const child = fork(PROGRAM, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('checks what it is handed, says how it is doing, and ends when it is told', async () => {
  const child = start();
  const messages = on(child, 'message');
  child.send(START);
  child.send({ kind: 'candidates', candidates: [[7, '127.0.0.1', 1, 'http']] } satisfies ToProcess);
  const heard = new Map<ToRun['kind'], ToRun>();
  for await (const [message] of messages as AsyncIterable<[ToRun]>) {
    heard.set(message.kind, message);
    if (heard.size === 2) break;
  }
  // Addresses of this machine are not for proxies, unless settings say so.
  expect(heard.get('verdicts')).toMatchObject({
    verdicts: [[7, 'connect', 'destination_unroutable', expect.any(Number), expect.any(String)]],
  });
  expect(heard.get('status')).toMatchObject({ status: { pid: child.pid, judgesUp: true, limit: 10 } });
  child.send({ kind: 'stop' } satisfies ToProcess);
  expect((await once(child, 'exit'))[0]).toBe(0);
});

it('ends when its run is gone', async () => {
  const child = start();
  child.send(START);
  await once(child, 'message');
  child.disconnect();
  expect((await once(child, 'exit'))[0]).toBe(0);
});
