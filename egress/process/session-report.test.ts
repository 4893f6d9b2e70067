import { MOST_SESSIONS_REPORTED } from '@atlantic/contract/plane-session.ts';
import type { SessionRecord } from '@atlantic/kernel/pool/session-table.ts';
import { expect, it } from 'vitest';
import { createSessionReports, USE_EVERY_MS } from './session-report.ts';

const record = (session: string, changes: Partial<SessionRecord> = {}): SessionRecord => ({
  credential: 'c',
  session,
  life: 0,
  since: 1,
  usedAt: 1,
  exits: [],
  former: [],
  limits: {},
  requests: 1,
  last: ['rented', 'a'],
  held: false,
  ...changes,
});

function setup() {
  const reports = createSessionReports();
  return {
    reports,
    change: (each: SessionRecord, now: number) => reports.changed(each, each, now),
    forget: (session: string, now: number) => reports.changed({ credential: 'c', session }, undefined, now),
    send(now: number) {
      const changes = reports.take(now);
      reports.sent(changes, now);
      return [changes?.changed.map(({ session }) => session), changes?.gone.map(({ session }) => session)];
    },
  };
}

it('tells at once what is new, and of mere use now and then', () => {
  const { change, send } = setup();
  change(record('a'), 1);
  expect(send(1)).toEqual([['a'], []]);
  expect(send(2)).toEqual([undefined, undefined]);
  change(record('a', { usedAt: 3, requests: 2 }), 3);
  expect(send(3)).toEqual([undefined, undefined]);
  expect(send(1 + USE_EVERY_MS)).toEqual([['a'], []]);
  change(record('a', { last: ['rented', 'b'] }), USE_EVERY_MS + 2);
  expect(send(USE_EVERY_MS + 2)).toEqual([['a'], []]);
});

it('says when a session ends and where it was last', () => {
  const { reports, change } = setup();
  change(record('a', { limits: { idleMs: 60 }, usedAt: 40 }), 40);
  change(record('b', { last: undefined }), 41);
  expect(reports.take(50)?.changed).toEqual([
    { credential: 'c', session: 'a', pool: 'rented', exit: 'a', since: 1, usedAt: 40, endsAt: 100, requests: 1 },
    { credential: 'c', session: 'b', since: 1, usedAt: 1, requests: 1 },
  ]);
});

it('tells of what is gone only where control has heard of it', () => {
  const { change, forget, send } = setup();
  change(record('a'), 1);
  change(record('b'), 1);
  forget('b', 1);
  expect(send(1)).toEqual([['a'], []]);
  forget('a', 2);
  expect(send(2)).toEqual([[], ['a']]);
  expect(send(3)).toEqual([undefined, undefined]);
});

it('says again what did not arrive, or changed on its way', () => {
  const { reports, change, send } = setup();
  change(record('a'), 1);
  const lost = reports.take(1);
  expect(reports.take(2)).toEqual(lost);
  change(record('a', { requests: 2 }), 2);
  reports.sent(lost, 2);
  expect(send(2 + USE_EVERY_MS)).toEqual([['a'], []]);
});

it('never tells more than a report may hold', () => {
  const { change, send } = setup();
  for (let at = 0; at < MOST_SESSIONS_REPORTED + 5; at += 1) change(record(`${at}`), 1);
  expect([send(1)[0]?.length, send(1)[0]?.length, send(1)[0]]).toEqual([MOST_SESSIONS_REPORTED, 5, undefined]);
});
