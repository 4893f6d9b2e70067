import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema } from '@atlantic/contract/config/schema.ts';
import { readyFileSchema } from '@atlantic/contract/process.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchForEnd } from './ending.ts';
import { groupRuns } from './process-group.ts';
import { supervise } from './supervise.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'atlantic-supervise-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const fixture = (name: string) => fileURLToPath(new URL(`./fixture/${name}.ts`, import.meta.url));
const journal = () => readFileSync(join(data, 'journal'), 'utf8').trim().split('\n');

/** Starts both rooms; `serving` resolves once they serve, `line` waits for a report with this text. */
function start(supply = false) {
  const serving = Promise.withResolvers<void>();
  const reports: string[] = [];
  const heard = new EventEmitter();
  const orders = new EventEmitter();
  let now = 0;
  const exit = supervise(
    {
      config: configSchema.parse({ egress: { drainSeconds: 0 }, supply: { enabled: supply } }),
      data,
      configFile: undefined,
      entries: { control: fixture('control'), egress: fixture('egress'), supply: fixture('supply') },
      environment: process.env,
      logLevel: 'info',
      timing: { firstMs: 10, longestMs: 40, healthyMs: 60_000, readyMs: 10_000 },
      now: () => performance.now(),
      report: (text) => {
        reports.push(text);
        heard.emit('line');
      },
      readyFile: join(data, 'ready.json'),
      onServing: () => serving.resolve(),
    },
    watchForEnd(
      orders,
      () => now,
      () => false,
    ),
  );
  const line = async (part: string): Promise<void> => {
    while (!reports.some((text) => text.includes(part))) await new Promise((resolve) => heard.once('line', resolve));
  };
  const order = (name: string, laterMs = 0): void => {
    now += laterMs;
    orders.emit(name);
  };
  return { exit, serving: serving.promise, line, order, reports };
}

const ready = () => readyFileSchema.parse(JSON.parse(readFileSync(join(data, 'ready.json'), 'utf8')));

describe('supervise', () => {
  it('starts supply beside egress, and ends both before control', async () => {
    const { exit, serving, order } = start(true);
    await serving;
    const { supply, pids } = ready();
    expect(supply).toEqual({ url: 'http://127.0.0.1:40003' });
    expect(groupRuns(pids.supply ?? 0)).toBe(true);
    order('SIGTERM');
    expect(await exit).toBe(0);
    const [first, ...rest] = journal();
    expect([first, rest.at(-1)]).toEqual(['control serves', 'control stops']);
    expect(rest.slice(0, -1).sort()).toEqual(['egress serves', 'egress stops', 'supply serves', 'supply stops']);
    expect(groupRuns(pids.supply ?? 0)).toBe(false);
  });

  it('serves without a supply that cannot be started', async () => {
    writeFileSync(join(data, 'broken-supply'), '');
    const { exit, serving, order, line } = start(true);
    await serving;
    expect(ready().supply).toBeNull();
    await line('the rest serves without supply');
    rmSync(join(data, 'broken-supply'));
    await line('supply serves again');
    order('SIGTERM');
    expect(await exit).toBe(0);
    expect(journal()).toContain('supply stops');
  });

  it('starts control, then egress, says where they are, and ends them the other way round', async () => {
    const { exit, serving, order, reports } = start();
    await serving;
    const { pids, ...rest } = ready();
    expect(rest).toEqual({
      control: { url: 'http://127.0.0.1:40001' },
      egress: { http: 'http://127.0.0.1:40002', socks5: 'socks5h://127.0.0.1:40002' },
      supply: null,
      apiKey: 'atl_k_test',
      credential: null,
    });
    expect(JSON.parse(readFileSync(join(data, 'control.json'), 'utf8'))).toEqual({ url: 'http://127.0.0.1:40001' });
    order('SIGTERM');
    expect(await exit).toBe(0);
    expect(journal()).toEqual(['control serves', 'egress serves', 'egress stops', 'control stops']);
    expect([pids.control, ...pids.egress].some((pid) => groupRuns(pid))).toBe(false);
    expect(existsSync(join(data, 'control.json'))).toBe(false);
    expect(reports).toEqual([]);
  });

  it('hands SIGHUP on to control, and goes on', async () => {
    const { exit, serving, order, line } = start();
    await serving;
    order('SIGHUP');
    await line('is read again');
    await expect.poll(journal).toContain('control is to read its file again');
    order('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('starts what dies again, on the ports it had', async () => {
    const { exit, serving, line, order } = start();
    await serving;
    const { pids } = ready();
    process.kill(pids.control, 'SIGKILL');
    await line('control serves again');
    for (const pid of pids.egress) process.kill(pid, 'SIGKILL');
    await line('egress serves again');
    order('disconnect');
    expect(await exit).toBe(0);
    expect(journal().slice(2, 4)).toEqual([
      'control serves again on 127.0.0.1:40001',
      'egress serves again on 127.0.0.1:40002',
    ]);
  });

  it.each(['control', 'egress'])('gives up when %s cannot be started, and leaves nothing running', async (room) => {
    writeFileSync(join(data, `broken-${room}`), '');
    const { exit, reports } = start();
    expect(await exit).toBe(1);
    expect(reports.at(-1)).toContain(`${room} ended 3 times before it was ready, the last time with exit code 1.`);
    expect(existsSync(join(data, 'ready.json'))).toBe(false);
    expect(existsSync(join(data, 'control.json'))).toBe(false);
  });

  it('ends at once on a second order', async () => {
    writeFileSync(join(data, 'stubborn-egress'), '');
    const { exit, serving, order } = start();
    await serving;
    const { pids } = ready();
    order('SIGINT');
    order('SIGINT', 1000);
    expect(await exit).toBe(1);
    expect(pids.egress.length).toBe(1);
  });

  it('ends in order while it is still starting', async () => {
    const { exit, order } = start();
    order('SIGTERM');
    expect(await exit).toBe(0);
    expect(existsSync(join(data, 'control.json'))).toBe(false);
  });
});
