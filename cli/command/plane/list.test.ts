import { expect, it } from 'vitest';
import { plane } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const away = { ...plane, name: 'away', state: 'away', lastReportAt: null, report: null };
const revoked = { ...away, name: 'gone', state: 'revoked' };
const draining = {
  ...plane,
  name: 'ends',
  report: { ...plane.report, draining: true, listeners: [], snapshotVersion: null },
};
const planes = (...list: object[]) => ({ 'GET /planes': { body: { planes: list } } });

it('is a table', async () => {
  const { out } = await atlantic(['plane', 'list'], planes(plane, away, revoked, draining));
  expect(out.split('\n').map((line) => line.trimEnd().split(/ {2,}/))).toEqual([
    ['NAME', 'KIND', 'STATE', 'LAST REPORT', 'UP', 'VERSION', 'SNAPSHOT', 'WORKERS', 'CONNECTIONS', 'LISTENERS'],
    [
      'berlin',
      'egress',
      'connected',
      '2026-11-21T01:00:00.000Z',
      '1 h 20 min',
      '0.1.0',
      '7',
      '2',
      '5',
      '0.0.0.0:8080 0.0.0.0:1080',
    ],
    ['away', 'egress', 'away', 'never', '-', '-', '-', '-', '-', '-'],
    ['gone', 'egress', 'revoked, not settled', 'never', '-', '-', '-', '-', '-', '-'],
    ['ends', 'egress', 'connected, draining', '2026-11-21T01:00:00.000Z', '1 h 20 min', '0.1.0', '-', '2', '5', '-'],
  ]);
});

it('names listeners that could not be opened, and why', async () => {
  const failedListeners = [{ listener: '0.0.0.0:80', error: 'EACCES' }];
  const { out } = await atlantic(['plane', 'list'], planes({ ...plane, report: { ...plane.report, failedListeners } }));
  expect(out).toContain('0.0.0.0:8080 0.0.0.0:1080 0.0.0.0:80 (not open: EACCES)');
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['plane', 'list', '--json'], planes(plane));
  expect(JSON.parse(out)).toEqual({ planes: [plane] });
});

it('says what to do when there are none', async () => {
  expect((await atlantic(['plane', 'list'], planes())).out).toBe(
    'There are no planes. Start one here with: atlantic up',
  );
});
