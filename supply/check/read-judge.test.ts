import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePage } from '../judge/page.ts';
import { readJudge } from './read-judge.ts';

const TOKEN = 'a1b2c3d4e5f6';
const latin1 = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });
const name = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/);
const headers = fc.array(fc.tuple(name, latin1), { maxLength: 8 });

describe('the page of the bundled judge', () => {
  it('says what was seen, whatever the headers hold', () => {
    fc.assert(
      fc.property(headers, fc.ipV4(), (list, address) => {
        const reading = readJudge('atlantic', judgePage({ token: TOKEN, address, headers: list }), TOKEN);
        const seen = list.map(([key, value]) => [key.toLowerCase(), value]);
        expect(reading).toMatchObject({ state: 'page', page: { address, headers: seen } });
      }),
    );
  });
  it('is altered wherever one octet is', () => {
    const page = judgePage({ token: TOKEN, address: '192.0.2.1', headers: [['Host', 'judge']] });
    fc.assert(
      fc.property(fc.nat(page.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = Buffer.from(page);
        other[at] = (other[at] ?? 0) ^ change;
        expect(readJudge('atlantic', other, TOKEN).state).not.toBe('page');
      }),
    );
  });
  it.each([
    ['cut short', (page: Buffer) => page.subarray(0, -1)],
    ['with something behind it', (page: Buffer) => Buffer.concat([page, Buffer.from('<script></script>')])],
    ['with something before it', (page: Buffer) => Buffer.concat([Buffer.from('<script></script>\n'), page])],
  ])('is altered %s', (_, change) => {
    const page = judgePage({ token: TOKEN, address: '192.0.2.1', headers: [] });
    expect(readJudge('atlantic', change(page), TOKEN).state).toBe('altered');
  });
  it('is foreign when it answers another request', () => {
    const page = judgePage({ token: 'another-request', address: '192.0.2.1', headers: [] });
    expect(readJudge('atlantic', page, TOKEN)).toEqual({ state: 'foreign' });
    expect(readJudge('atlantic', Buffer.from('<h1>It works!</h1>'), TOKEN)).toEqual({ state: 'foreign' });
  });
  it('is foreign when it only repeats the token', () => {
    const page = judgePage({ token: 'another-request', address: '192.0.2.1', headers: [['X', TOKEN]] });
    expect(readJudge('atlantic', page, TOKEN)).toEqual({ state: 'foreign' });
  });
});

const azenv = (lines: readonly string[]) =>
  Buffer.from(`<html>\r\n<pre>\r\n${lines.join('\r\n')}\r\n</pre></html>\r\n`);

describe('a page of variables', () => {
  const lines = [
    'REMOTE_ADDR = 192.0.2.1',
    'REMOTE_PORT = 4711',
    `REQUEST_URI = /azenv.php?${TOKEN}`,
    'HTTP_HOST = judge.example',
    'HTTP_X_FORWARDED_FOR = 198.51.100.7',
  ];
  it('says what was seen', () => {
    expect(readJudge('azenv', azenv(lines), TOKEN)).toEqual({
      state: 'page',
      page: {
        address: '192.0.2.1',
        headers: [
          ['host', 'judge.example'],
          ['x-forwarded-for', '198.51.100.7'],
        ],
        frame: '<html>\n<pre>\n</pre></html>\n',
      },
    });
  });
  it('has another frame when something was put in', () => {
    const clean = readJudge('azenv', azenv(lines), TOKEN);
    const dirty = readJudge('azenv', azenv([...lines, '<script src="//ads.example"></script>']), TOKEN);
    expect(clean.state === 'page' && dirty.state === 'page' && clean.page.frame !== dirty.page.frame).toBe(true);
  });
  it('is foreign or altered without its token where it belongs', () => {
    expect(readJudge('azenv', azenv(['REQUEST_URI = /']), TOKEN).state).toBe('foreign');
    expect(readJudge('azenv', azenv([`nothing but ${TOKEN}`]), TOKEN).state).toBe('foreign');
    expect(readJudge('azenv', azenv(['REMOTE_ADDR = 192.0.2.1', `REQUEST_URL ${TOKEN}`]), TOKEN).state).toBe('altered');
  });
});

it('never throws at a page', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('atlantic' as const, 'azenv' as const),
      (octets, format) => {
        readJudge(format, Buffer.concat([Buffer.from(TOKEN), octets]), TOKEN);
      },
    ),
  );
});
