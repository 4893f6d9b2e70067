import { describe, expect, it } from 'vitest';
import { judgePage } from '../judge/page.ts';
import type { Judge } from './judge.ts';
import { readAnswer, stageOf } from './outcome.ts';

const TOKEN = 'a1b2c3d4';
const door = { tls: false, host: 'judge', port: 80, authority: 'judge', path: '/', address: '192.0.2.9' };
const judge: Judge = {
  url: 'http://judge/',
  format: 'atlantic',
  plain: door,
  secure: undefined,
  context: undefined,
  headers: [],
  frame: undefined,
};
const body = judgePage({ token: TOKEN, address: '192.0.2.1', headers: [] });

describe('an answer', () => {
  it('is what the judge saw', () => {
    expect(readAnswer({ status: 200, headers: [], body }, judge, TOKEN)).toMatchObject({ address: '192.0.2.1' });
  });
  it.each([
    ['a refusal', { status: 403, headers: [], body }, { code: 'upstream_proxy_denied', detail: 'Its status was 403.' }],
    ['a failure', { status: 503, headers: [], body }, { code: 'upstream_proxy_failed', transient: true }],
    ['another page', { status: 200, headers: [], body: Buffer.from('hello') }, { code: 'judge_unexpected' }],
    ['a page cut short', { status: 200, headers: [], body: body.subarray(0, -9) }, { code: 'exit_tampered' }],
    [
      'a page in another coding',
      { status: 200, headers: [['Content-Encoding', 'gzip']], body },
      { code: 'exit_tampered' },
    ],
  ] as const)('is not, when it is %s', (_, answer, failure) => {
    expect(readAnswer(answer, judge, TOKEN)).toMatchObject(failure);
  });
  it('is not, when the rest of the page is otherwise than it was directly', () => {
    const read = readAnswer({ status: 200, headers: [], body }, { ...judge, frame: 'otherwise' }, TOKEN);
    expect(read).toMatchObject({ code: 'exit_tampered' });
  });
});

it('tells how far a proxy came', () => {
  const failure = {
    code: 'response_malformed',
    detail: undefined,
    spoke: false,
    asked: true,
    transient: false,
  } as const;
  expect(stageOf(failure)).toBe('handshake');
  expect(stageOf({ ...failure, spoke: true })).toBe('judge');
  expect(stageOf({ ...failure, code: 'response_timeout' })).toBe('judge');
  expect(stageOf({ ...failure, code: 'upstream_proxy_unauthorized', spoke: true, asked: false })).toBe('handshake');
});
