import { expect, it } from 'vitest';
import { progressText, summaryText } from './summary-text.ts';

const summary = {
  ...{ checked: 1_200, alive: 200, dead: 1_000, unjudged: 0, requeued: 0, retried: 0, seconds: 12.34, mostInFlight: 9 },
  passed: { connect: 700, handshake: 300, judge: 250, confirm: 200, tls: 0 },
  reasons: { connection_refused: 400, connection_timeout: 600 },
  ...{ kinds: { http: 150, socks5: 50 }, anonymities: { elite: 200 } },
};

it('sums up by reason, the commonest first', () => {
  expect(summaryText({ summary, ended: undefined }).split('\n')).toEqual([
    '1,200 checked in 12.3 s: 200 alive, 1,000 dead.',
    'Came through connect 700, handshake 300, judge 250, confirm 200.',
    'Alive: http 150, socks5 50; elite 200.',
    '  connection_timeout       600  The far side did not accept the connection in time.',
    '  connection_refused       400  The far side refused the connection.',
  ]);
});

it('says what was not judged, and why', () => {
  const none = { ...summary, checked: 0, alive: 0, dead: 0, unjudged: 5, passed: {}, reasons: {} };
  const text = (ended: 'aborted' | 'judge-down' | undefined) =>
    summaryText({ summary: { ...summary, ...none, passed: summary.passed }, ended }).split('\n')[1];
  expect([text('aborted'), text('judge-down'), text(undefined)]).toEqual([
    '5 not judged: broken off.',
    '5 not judged: no judge answered.',
    '5 not judged: no judge was sure.',
  ]);
});

it('says how far it is', () => {
  const progress = { total: 2_000, done: 500, alive: 7, inFlight: 300, perSecond: 99.6, etaSeconds: 75.2 };
  expect(progressText(progress)).toBe('25 %  500 of 2,000, 100/s, 7 alive, 300 in flight, 1:16 left');
  expect(progressText({ ...progress, total: 0, done: 0, etaSeconds: null })).toBe(
    '100 %  0 of 0, 100/s, 7 alive, 300 in flight',
  );
});
