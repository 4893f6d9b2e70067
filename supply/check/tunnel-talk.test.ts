import { describe, expect, it } from 'vitest';
import type { Talk } from './talk.ts';
import { createConnectTalk, createGreetingTalk, createSocks4Talk, createSocks5Talk } from './tunnel-talk.ts';

const TARGET = { address: '192.0.2.1', port: 80 };
const NOBODY = { username: undefined, password: undefined };
const ANN = { username: 'ann', password: undefined };

/** The last step, when the other side says these octets, one at a time. */
function hear(talk: Talk, ...octets: number[]) {
  let step = talk.start();
  for (const octet of octets) step = step.type === 'more' ? talk.push(Buffer.from([octet])) : step;
  return step;
}
const text = (words: string) => [...Buffer.from(words)];

describe('CONNECT', () => {
  const talk = () => createConnectTalk(Buffer.from('CONNECT'));
  it('opens', () => expect(hear(talk(), ...text('HTTP/1.1 200 OK\r\n\r\n')).type).toBe('done'));
  it.each([
    ['HTTP/1.1 403 No\r\n\r\n', 'upstream_proxy_denied'],
    ['HTTP/1.1 407 Who\r\n\r\n', 'upstream_proxy_unauthorized'],
    ['gibberish\r\n\r\n', 'response_malformed'],
  ])('is refused by %j', (words, code) => {
    expect(hear(talk(), ...text(words))).toMatchObject({ type: 'failed', failure: { code, asked: true } });
  });
  it('may be closed', () => expect(talk().end(false)).toMatchObject({ failure: { code: 'connection_terminated' } }));
});

describe('SOCKS4', () => {
  const talk = () => createSocks4Talk(TARGET, NOBODY);
  it('opens', () => expect(hear(talk(), 0, 90, 0, 0, 0, 0, 0, 0).type).toBe('done'));
  it.each([
    [[0, 91], { code: 'upstream_proxy_failed', spoke: true, asked: true, transient: true }],
    [[0, 92], { code: 'upstream_proxy_unauthorized', spoke: true }],
    [[0, 7], { code: 'response_malformed', spoke: false }],
    [[72], { code: 'response_malformed', spoke: false }],
  ])('is refused by %j', (octets, failure) => {
    expect(hear(talk(), ...octets)).toMatchObject({ type: 'failed', failure });
  });
  it('cannot carry IPv6', () => {
    expect(createSocks4Talk({ address: '2001:db8::1', port: 80 }, NOBODY).start()).toMatchObject({
      failure: { code: 'exit_family_unmatched' },
    });
  });
  it('may be closed before it answers', () => {
    expect(talk().end(true)).toMatchObject({ failure: { code: 'connection_terminated', asked: true } });
  });
});

describe('SOCKS5', () => {
  const talk = (login: Parameters<typeof createSocks5Talk>[1] = NOBODY) => createSocks5Talk(TARGET, login);
  it('opens', () => expect(hear(talk(), 5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0).type).toBe('done'));
  it('opens with a login, a password of nothing too', () => {
    expect(hear(talk(ANN), 5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0).type).toBe('done');
  });
  it.each([
    [NOBODY, [5, 255], { code: 'upstream_proxy_unauthorized', spoke: true, asked: false }],
    [ANN, [5, 2, 1, 1], { code: 'upstream_proxy_unauthorized', spoke: true, asked: false }],
    [NOBODY, [5, 0, 5, 5], { code: 'upstream_proxy_failed', spoke: true, asked: true, transient: true }],
    [NOBODY, [5, 0, 5, 2], { code: 'upstream_proxy_denied', spoke: true, asked: true, transient: false }],
    [NOBODY, [72], { code: 'response_malformed', spoke: false, asked: false }],
  ])('is refused, as %j, by %j', (login, octets, failure) => {
    expect(hear(talk(login), ...octets)).toMatchObject({ type: 'failed', failure });
  });
  it('is closed before or after it was asked for the judge', () => {
    const before = talk();
    hear(before, 5);
    expect(before.end(false)).toMatchObject({ failure: { asked: false, spoke: false } });
    const after = talk();
    hear(after, 5, 0);
    expect(after.end(false)).toMatchObject({ failure: { asked: true, spoke: true } });
  });
});

describe('a greeting', () => {
  it.each([
    [NOBODY, [5, 0], 'done'],
    [ANN, [5, 2], 'done'],
    [NOBODY, [5, 2], 'failed'],
    [NOBODY, [5, 255], 'failed'],
    [NOBODY, [4, 0], 'failed'],
    [NOBODY, [5], 'more'],
  ])('of %j that is answered %j is %s', (login, octets, type) => {
    expect(hear(createGreetingTalk(login), ...octets).type).toBe(type);
  });
  it('may be closed', () => expect(createGreetingTalk(NOBODY).end(false).type).toBe('failed'));
});
