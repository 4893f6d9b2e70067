import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planeReadyFileSchema } from '@atlantic/contract/process.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchForEnd } from './ending.ts';
import { supervisePlane } from './supervise-plane.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'atlantic-supervise-plane-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function start() {
  const serving = Promise.withResolvers<void>();
  const reports: string[] = [];
  const orders = new EventEmitter();
  const exit = supervisePlane(
    {
      data,
      entry: fileURLToPath(new URL('./fixture/plane.ts', import.meta.url)),
      plane: { url: 'https://control.test', tokenFile: join(data, 'token') },
      environment: process.env,
      logLevel: 'info',
      timing: { firstMs: 10, longestMs: 40, healthyMs: 60_000, readyMs: 10_000 },
      now: () => performance.now(),
      report: (text) => reports.push(text),
      readyFile: join(data, 'ready.json'),
      onServing: () => serving.resolve(),
    },
    watchForEnd(
      orders,
      () => 0,
      () => false,
    ),
  );
  return { exit, serving: serving.promise, reports, end: () => orders.emit('SIGTERM') };
}

describe('a plane alone', () => {
  it('serves, says where, and ends in order', async () => {
    const { exit, serving, end, reports } = start();
    await serving;
    const ready = planeReadyFileSchema.parse(JSON.parse(readFileSync(join(data, 'ready.json'), 'utf8')));
    expect(ready.egress).toEqual({ http: 'http://127.0.0.1:40002', socks5: 'socks5h://127.0.0.1:40002' });
    end();
    expect(await exit).toBe(0);
    expect(reports).toEqual([]);
    expect(readFileSync(join(data, 'journal'), 'utf8')).toBe('egress serves\negress stops\n');
  });

  it.each([
    ['drained', 0, 'control had this plane drained'],
    ['plane_revoked', 1, '(plane_revoked)'],
  ])('ends with control’s word: %s', async (fate, code, said) => {
    writeFileSync(join(data, 'fate'), fate);
    const { exit, reports } = start();
    expect(await exit).toBe(code);
    expect(reports).toEqual([expect.stringContaining(said)]);
    expect(readFileSync(join(data, 'journal'), 'utf8')).toBe('egress serves\n');
  });

  it('fails when it cannot be started', async () => {
    writeFileSync(join(data, 'broken-egress'), '');
    const { exit, reports } = start();
    expect(await exit).toBe(1);
    expect(reports.at(-1)).toContain('egress ended 3 times before it was ready');
  });
});
