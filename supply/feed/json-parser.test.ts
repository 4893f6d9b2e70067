import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyCut, parsePieces, parseWhole } from './fixture/parse.ts';
import { createJsonParser } from './json-parser.ts';

const read = (value: unknown) =>
  parseWhole(createJsonParser, typeof value === 'string' ? value : JSON.stringify(value));

it.each([
  [
    ['1.2.3.4:80', 'socks5://1.2.3.5:81'],
    ['1.2.3.4:80', 'socks5://1.2.3.5:81'],
  ],
  [{ http: ['1.2.3.4:80'], socks5: ['1.2.3.5:81'], updated: 'now' }, ['http://1.2.3.4:80', 'socks5://1.2.3.5:81']],
  [{ socks4: [{ ip: '1.2.3.4', port: 80 }] }, ['socks4://1.2.3.4:80']],
  [[{ ip: '1.2.3.4', port: 80 }], ['1.2.3.4:80']],
  [[{ port: '80', ip: '1.2.3.4', protocol: 'http' }], ['http://1.2.3.4:80']],
  [
    { data: { page: 1, items: [{ proxy: { host: '1.2.3.4', port: 80, protocols: ['socks4', 'socks5'] } }] } },
    ['socks4://1.2.3.4:80', 'socks5://1.2.3.4:80'],
  ],
  [
    [
      {
        ip_data: { country: 'US', query: '1.2.3.4' },
        ip: '1.2.3.4',
        port: 80,
        proxy: 'http://1.2.3.4:80',
        tags: ['a', 'b'],
      },
    ],
    ['http://1.2.3.4:80'],
  ],
  [[{ ip: '1.2.3.4', port: 80, http: '1', socks5: 0 }], ['http://1.2.3.4:80']],
  [[{ ip: '1.2.3.4', ports: [80, 81] }], ['1.2.3.4:80', '1.2.3.4:81']],
  [
    [
      ['1.2.3.4', 80, 'socks5'],
      ['1.2.3.5', '81'],
    ],
    ['socks5://1.2.3.4:80', '1.2.3.5:81'],
  ],
  [{ '1.2.3.4:80': { country: 'US' }, '1.2.3.5:81': {} }, ['1.2.3.4:80', '1.2.3.5:81']],
  [
    [{ host: 'h.example', port: 80, username: 'anna', password: 'hush', exit_ip: '9.9.9.9' }],
    ['anna:hush@h.example:80'],
  ],
  [[{ username: null, password: null, host: '1.2.3.4', port: 80, asn: { number: 5 } }], ['1.2.3.4:80']],
  [
    '{"ip":"1.2.3.4","port":80}\n{"ip":"1.2.3.5","port":81}\r\n"1.2.3.6:82"',
    ['1.2.3.4:80', '1.2.3.5:81', '1.2.3.6:82'],
  ],
  ['[]', []],
  ['{"data":[]}', []],
  ['', []],
])('reads %j', (value, entries) => expect(read(value)).toEqual({ entries, rejections: [] }));

it.each([
  [['1.2.3.4:99999', '1.2.3.5:81'], ['1.2.3.5:81'], ['bad-port']],
  [[{ ip: '1.2.3.4', port: 0 }, { ip: '1.2.3.4' }, { ip: 'x y', port: 1 }], [], ['bad-port', 'bad-port', 'bad-host']],
  ['[{"ip":"1.2.3.4","port":80},{"ip":"1.2', ['1.2.3.4:80'], ['unreadable']],
  ['{"ip":"1.2.3.4","port":80}\n{oops}\n{"ip":"1.2.3.5","port":81}', ['1.2.3.4:80', '1.2.3.5:81'], ['unreadable']],
  [{ error: 'too many requests' }, [], ['unreadable']],
  [[{ id: 7, name: 'x' }], [], ['unreadable']],
])('counts what is none in %j', (value, entries, rejections) => expect(read(value)).toEqual({ entries, rejections }));

it('reads alike wherever it is cut', () => {
  const text =
    '{"socks5":["1.2.3.4:80"],"x":[{"ip":"1.2.3.5","port":81,"protocols":["http","https"]},["1.2.3.6",82]]}\n"7.7.7.7:7"';
  for (const pieces of everyCut(text)) expect(parsePieces(createJsonParser, pieces)).toEqual(read(text));
  expect(read(text).entries).toHaveLength(4);
});

it('never throws', () => {
  fc.assert(fc.property(fc.json(), (text) => void read(text)));
  fc.assert(
    fc.property(fc.stringMatching(/^[[\]{}",:ip1.80\n]*$/), (text) => void read(text)),
    { numRuns: 300 },
  );
});
