import { expect, it } from 'vitest';
import { status } from '../fixture/answer.ts';
import { atlantic } from '../fixture/shell.ts';

it('shows how control and its planes are', async () => {
  const { code, out } = await atlantic(['status'], { 'GET /status': { body: status } });
  expect(code).toBe(0);
  expect(out).toBe(`Atlantic 0.1.0, up 1 h 20 min
  database      sqlite, ok
  snapshot      version 7
  plane local   connected, nothing reported yet
  credentials   2 active, 1 paused, 0 exhausted
  usage         3 requests, 512 B up, 1 KiB down`);
});

it('shows what a plane said of itself', async () => {
  const overload = { level: 1, why: ['memory'], turnedAway: { memory: 9 } };
  const figures = { snapshotVersion: 7, workers: 2, connections: 5, overload };
  const plane = { name: 'berlin', connected: false, lastReportAt: 'T', ...figures };
  const { out } = await atlantic(['status'], { 'GET /status': { body: { ...status, planes: [plane] } } });
  expect(out).toContain(
    'plane berlin   not connected, 2 workers, 5 connections, snapshot 7, overloaded (level 1: memory), last report T\n',
  );
});

it('says so when nothing serves traffic', async () => {
  const { out } = await atlantic(['status'], { 'GET /status': { body: { ...status, planes: [] } } });
  expect(out).toMatch(/\nNo plane has connected yet: traffic is not served\.$/);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['status', '--json'], { 'GET /status': { body: status } });
  expect(JSON.parse(out)).toEqual(status);
});
