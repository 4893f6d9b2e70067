/** Reloading in short: a few reloads and a rolling restart of tests/reload/main.ts, under the same load. */
import { expect, it } from 'vitest';
import { startEchoServer } from './kit/echo-server.ts';
import { atlanticSubject } from './reload/atlantic-subject.ts';
import { startQuickOrigin } from './reload/origin.ts';
import { runSubject } from './reload/run.ts';

const PLAN = { requests: 0, reloads: 4, restarts: 1, tunnels: 40, spellSeconds: 5, reloadsASpell: 2 };

it('loses no request of clients that do not retry, and closes no tunnel', async () => {
  await using origin = await startQuickOrigin();
  await using echo = await startEchoServer();
  await using subject = await atlanticSubject(origin.port, echo.port);
  const { failed, parts, tunnelsClosed, examples, requests } = await runSubject(subject, PLAN, () => {});
  expect({ failed, parts, tunnelsClosed, examples }).toMatchObject({ failed: 0, tunnelsClosed: 0, examples: [] });
  expect(requests).toBeGreaterThan(100);
}, 120_000);
