import { describe, expect, it } from 'vitest';
import { createHeadTalk, createPageTalk } from './page-talk.ts';
import type { TalkStep } from './talk.ts';

const REQUEST = Buffer.from('GET / HTTP/1.1\r\n\r\n');

/** What a talk comes to when these octets come, cut in two at every place, and then the end. */
function everyWay(answer: string, reset = false): TalkStep[] {
  const octets = Buffer.from(answer, 'latin1');
  return Array.from({ length: octets.length + 1 }, (_, at) => {
    const talk = createPageTalk(REQUEST);
    talk.start();
    for (const part of [octets.subarray(0, at), octets.subarray(at)]) {
      const step = part.length > 0 ? talk.push(part) : undefined;
      if (step && step.type !== 'more') return step;
    }
    return talk.end(reset);
  });
}

describe('a page', () => {
  it.each([
    ['with its length', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n'],
    ['until the end', 'HTTP/1.0 200 OK\r\n\r\npage'],
    ['behind an interim answer', 'HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage'],
  ])('is read %s', (_, answer) => {
    for (const step of everyWay(answer)) {
      expect(step).toMatchObject({ type: 'done', answer: { status: 200, body: Buffer.from('page') } });
    }
  });

  it.each([
    ['nothing comes', '', { code: 'connection_terminated', spoke: false, transient: false }],
    ['the head breaks off', 'HTTP/1.1 200', { code: 'response_incomplete', spoke: false, transient: true }],
    [
      'the page breaks off',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npage',
      { code: 'response_incomplete', spoke: true, transient: true },
    ],
    ['it is no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', { code: 'response_malformed', spoke: false, transient: false }],
    [
      'two lengths stand there',
      'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\npage',
      { code: 'response_malformed', spoke: true },
    ],
  ])('is none when %s', (_, answer, failure) => {
    for (const step of everyWay(answer)) expect(step).toMatchObject({ type: 'failed', failure });
  });

  it('is not whole when it should end with the connection and that was reset', () => {
    for (const step of everyWay('HTTP/1.0 200 OK\r\n\r\npage', true)) {
      expect(step).toMatchObject({ type: 'failed', failure: { code: 'response_incomplete' } });
    }
  });

  it('is given up when it has no end', () => {
    const talk = createPageTalk(REQUEST);
    talk.push(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'));
    expect(talk.push(Buffer.alloc(70_000))).toMatchObject({ type: 'failed', failure: { code: 'response_malformed' } });
  });
});

it('knows HTTP by a head of any status', () => {
  const heard = (text: string) => {
    const talk = createHeadTalk(REQUEST);
    talk.start();
    return talk.push(Buffer.from(text)).type;
  };
  expect(heard('HTTP/1.1 400 Bad Request\r\n\r\n')).toBe('done');
  expect(heard('HTTP/1.1 400')).toBe('more');
  expect(heard('\u0005\u0000\r\n\r\n')).toBe('failed');
  expect(createHeadTalk(REQUEST).end(false).type).toBe('failed');
});
