import { expect, it } from 'vitest';
import { readCells } from './cells.ts';
import { collectFindings } from './fixture/findings.ts';

const read = (row: string[], names = true) => {
  const { findings, entries } = collectFindings();
  return readCells(row, { names }, findings) ?? entries;
};

it.each([
  [['1.2.3.4', '80'], ['1.2.3.4:80']],
  [['1.2.3.4:80', 'US', 'elite', '0.5s'], ['1.2.3.4:80']],
  [['"1.2.3.4"', '"80",', 'SOCKS5', 'US'], ['socks5://1.2.3.4:80']],
  [
    ['1.2.3.4', '80', 'http, socks4'],
    ['http://1.2.3.4:80', 'socks4://1.2.3.4:80'],
  ],
  [['7', 'US', '1.2.3.4', '80'], ['1.2.3.4:80']],
  [['[2001:db8::1]', '80'], ['2001:db8::1:80']],
  [['2001:db8::1', '80'], ['2001:db8::1:80']],
  [['proxy.example', '80'], ['proxy.example:80']],
  [['proxy.example:80', 'http'], ['http://proxy.example:80']],
  [['socks5://1.2.3.4:80', 'http'], ['socks5://1.2.3.4:80']],
  [
    ['1.2.3.4:80', '5.6.7.8:81'],
    ['1.2.3.4:80', '5.6.7.8:81'],
  ],
  [['192.0.2.0/30:80'], ['192.0.2.0:80+4']],
])('reads %j', (row, entries) => expect(read(row)).toEqual(entries));

it.each([
  [['1.2.3.4'], 'bad-port'],
  [['1.2.3.4', 'US', '80'], 'bad-port'],
  [['999.2.3.4:80'], 'bad-host'],
  [['Updated', 'at', '10:05:03'], 'unreadable'],
  [['see', 'proxy.example:80'], 'unreadable'],
  [['ftp://1.2.3.4:80'], 'unsupported-kind'],
  [[], 'unreadable'],
])('says why %j has none', (row, problem) => expect(read(row)).toBe(problem));

it('takes no names where they may be prose', () => {
  expect(read(['proxy.example:80'], false)).toBe('unreadable');
});
