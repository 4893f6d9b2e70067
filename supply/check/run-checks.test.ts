import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type CheckSettings, checkSettingsSchema, type JudgeSettings } from '@atlantic/contract/supply/settings.ts';
import { expect, it, onTestFinished } from 'vitest';
import type { Candidate, CandidateSource } from '../candidate.ts';
import type { CheckPlan, CheckWatcher } from '../verdict.ts';
import { type CheckMeans, runChecks } from './run-checks.ts';

async function listen(onSocket: (socket: Socket) => void = () => {}): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => onSocket(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const { server, port } = await listen();
  server.close();
  await once(server, 'close');
  return port;
}

const source = (candidates: readonly Candidate[]): CandidateSource => ({
  size: candidates.length,
  at: (index) => candidates[index] ?? { kind: 'http', host: '', port: 0 },
});
const here = (port: number, kind: Candidate['kind'] = 'http'): Candidate => ({ kind, host: '127.0.0.1', port });

function planned(settings: Partial<CheckSettings>, judges: readonly JudgeSettings[] = []): CheckPlan {
  const asked = { mode: 'connect', processes: 1, retries: 0, allowPrivate: true, ...settings };
  return { settings: checkSettingsSchema.parse(asked), judges, geo: { country: undefined, asn: undefined } };
}

/** Runs the checks and keeps what was told: of each candidate, the codes of its verdicts. */
async function run(
  candidates: readonly Candidate[],
  plan: CheckPlan,
  means: CheckMeans = {},
  signal = new AbortController().signal,
) {
  const told: string[][] = candidates.map(() => []);
  const watcher: CheckWatcher = {
    onVerdict: (index, verdict) => void told[index]?.push(verdict.alive ? 'alive' : verdict.code),
    onProgress: () => {},
  };
  return { ...(await runChecks(source(candidates), plan, watcher, signal, means)), told };
}

it('judges each candidate once, those at a dead address without trying them all', async () => {
  const { port } = await listen();
  const closed = await closedPort();
  const candidates = Array.from({ length: 900 }, (_, index) => here(index % 3 === 0 ? port : closed));
  const { told, summary, ended } = await run(candidates, planned({ concurrency: 50, processes: 2 }));
  expect(told).toEqual(candidates.map((one) => (one.port === port ? ['alive'] : ['connection_refused'])));
  expect(ended).toBeUndefined();
  expect(summary).toMatchObject({
    checked: 900,
    alive: 300,
    dead: 600,
    unjudged: 0,
    passed: { connect: 300, judge: 0 },
  });
});

it('judges once what a killed process had in hand', async () => {
  const sockets: Socket[] = [];
  let answering = false;
  const { port } = await listen((socket) => {
    sockets.push(socket);
    // RFC 1928 §3: no password.
    if (answering) socket.write(Buffer.from([5, 0]));
  });
  const candidates = Array.from({ length: 30 }, () => here(port, 'socks5'));
  const killed = new Set<number>();
  const { told, summary } = await run(candidates, planned({ concurrency: 30, stageSeconds: 20 }), {
    onStatus({ pid, inFlight }) {
      if (killed.size > 0 || inFlight < 30) return;
      killed.add(pid);
      answering = true;
      process.kill(pid, 'SIGKILL');
    },
  });
  expect(told).toEqual(candidates.map(() => ['alive']));
  expect([killed.size, sockets.length, summary.mostInFlight]).toEqual([1, 60, 30]);
});

it('breaks off with every connection closed', async () => {
  const closed: Promise<unknown>[] = [];
  const { port } = await listen((socket) => void closed.push(once(socket.resume(), 'close')));
  const aborting = new AbortController();
  const candidates = Array.from({ length: 20 }, () => here(port, 'socks5'));
  const { summary, ended, told } = await run(
    candidates,
    planned({ concurrency: 20, stageSeconds: 60, totalSeconds: 60 }),
    { onStatus: ({ inFlight }) => void (inFlight === 20 && aborting.abort()) },
    aborting.signal,
  );
  await Promise.all(closed);
  expect([ended, summary.unjudged, closed.length, told.flat()]).toEqual(['aborted', 20, 20, []]);
});

it('ends when no judge answers for too long, and kills nobody for it', async () => {
  const { port } = await listen();
  const judge = { url: `http://127.0.0.1:${await closedPort()}/`, format: 'atlantic' } as const;
  const plan = planned({ mode: 'full' }, [judge]);
  const impatient = { ...plan, settings: { ...plan.settings, judgeSeconds: 0.01 } };
  const { ended, summary } = await run([here(port)], impatient);
  expect([ended, summary.unjudged, summary.dead]).toEqual(['judge-down', 1, 0]);
  expect((await run([here(port)], planned({ mode: 'full' }))).ended).toBe('judge-down');
});
