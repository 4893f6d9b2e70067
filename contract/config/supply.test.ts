import { expect, it } from 'vitest';
import { formatProblem } from './problem.ts';
import { readConfig } from './read.ts';

const read = (supply: string, pools = '') =>
  readConfig(`supply:\n${supply}\n${pools}`, 'a.yaml', { LONG: 'x'.repeat(16) });
const problems = (supply: string, pools = '') => read(supply, pools).problems.map(formatProblem);

const JUDGE = '  judges: [{ url: "http://192.0.2.1/" }]';
const feed = (text: string) => `${JUDGE}\n  feeds: [{ name: one, ${text} }]`;

it('has a default for everything', () => {
  const result = readConfig('', 'a.yaml');
  expect(result).toMatchObject({
    config: {
      supply: {
        enabled: true,
        listen: '127.0.0.1:8083',
        keys: [],
        rate: { perSecond: 100, burst: 200 },
        everySeconds: 1_800,
        recheckSeconds: 300,
        keepDeadSeconds: 604_800,
        feeds: [],
        judges: [],
        check: { mode: 'full', concurrency: 4_000 },
        gates: { leastOfPrevious: 0.2 },
        store: 'file:',
        geo: {},
      },
    },
  });
});

it('takes a whole section and a pool of it', () => {
  const supply = `${JUDGE}
  keys: [{ name: reader, secret: "env:LONG" }]
  feeds:
    - { name: a, url: "https://lists.example/a.txt", headers: { Authorization: "env:LONG" }, kind: socks5 }
    - { name: b, file: lists/b.csv, enabled: false }
    - { name: c, list: ["192.0.2.7:8080"] }`;
  const pools = `pools: [{ name: public, kind: supply, where: { countries: [de], anonymity: elite }, minUptime: 0.5 }]
routes: [{ pool: public }]`;
  expect(read(supply, pools)).toMatchObject({
    problems: [],
    config: { pools: [{ max: 1_000, minUptime: 0.5, where: { countries: ['de'], anonymity: 'elite' } }] },
  });
});

it.each<[supply: string, problem: string]>([
  [feed('enabled: true'), 'supply.feeds[0]: has no source; give it one of url, file and list.'],
  [
    feed('url: "http://a.example/", file: b.txt'),
    'supply.feeds[0].file: "b.txt" stands beside url; a feed has one of url, file and list.',
  ],
  [feed('list: [], userAgent: me'), 'supply.feeds[0].userAgent: "me" is only for a feed with a url.'],
  [
    feed('url: "http://u:hunter2@a.example/x?key=hunter2"'),
    'supply.feeds[0].url: [hidden] holds a user name; send it in headers, as Authorization.',
  ],
  [feed('url: "ftp://a.example/"'), 'supply.feeds[0].url: "ftp://a.example/" must be http://… or https://….'],
  [
    feed('url: "http://a.example/", headers: { Authorization: "env:NONE" }'),
    'supply.feeds[0].headers.Authorization: "env:NONE" cannot be used: the environment variable NONE is not set.',
  ],
  [
    feed('url: "http://a.example/", headers: { Authorization: "hunter2\\nX: y" }'),
    'supply.feeds[0].headers.Authorization: [hidden] must be the value of an HTTP header.',
  ],
  [
    `${feed('list: []')}\n  keys: [{ name: a, secret: hunter2 }]`,
    'supply.keys[0].secret: [hidden] is a secret shorter than 16 characters.',
  ],
  [
    `${JUDGE}\n  feeds: [{ name: a, list: [] }, { name: a, list: [] }]`,
    'supply.feeds[1].name: "a" is taken by supply.feeds[0].name (line 3); names must differ.',
  ],
  [
    '  feeds: [{ name: a, list: [] }]',
    'supply.judges: is missing; checks of the mode full ask a judge: add "judges: [{ url: http://ADDRESS/ }]", or take check.mode: connect.',
  ],
  [
    '  judge: { listen: "0.0.0.0:8084" }',
    'supply.judges: is missing; proxies cannot be sent to the address of supply.judge.listen, so say how they reach it.',
  ],
  [
    '  judge: { listen: "192.0.2.1:80", tlsListen: "192.0.2.1:443" }',
    'supply.judge.tlsListen: "192.0.2.1:443" needs tls beside it.',
  ],
  [
    '  judges: [{ url: "http://192.0.2.1/", ca: ca.pem }]',
    'supply.judges[0].ca: "ca.pem" is only for a judge with a tlsUrl.',
  ],
  [
    '  judges: [{ url: "http://192.0.2.1/", tlsUrl: "https://192.0.2.1/", ca: none.pem }]',
    `supply.judges[0].ca: "none.pem" cannot be used: the file ${process.cwd()}/none.pem cannot be read (ENOENT).`,
  ],
  ['  geo: { asn: none.mmdb }', 'supply.geo.asn: "none.mmdb" cannot be read (ENOENT).'],
  ['  store: "mysql://u:hunter2@h/"', 'supply.store: [hidden] must be file:, sqlite:PATH, postgres://… or redis://….'],
  ['  store: "env:LONG"', 'supply.store: "env:LONG" must be file:, sqlite:PATH, postgres://… or redis://….'],
  [
    '  listen: 127.0.0.1:8082',
    'supply.listen: "127.0.0.1:8082" is also the address of control.listen (by default), 127.0.0.1:8082.',
  ],
  [
    '  judge: { listen: "127.0.0.1:8083" }',
    'supply.judge.listen: "127.0.0.1:8083" is also the address of supply.listen (line 1), 127.0.0.1:8083.',
  ],
  ['  check: { mode: half }', 'supply.check.mode: "half" is not one of connect, full.'],
  ['  everySecond: 9', 'supply.everySecond: is not a key here;'],
])('%s', (supply, problem) => {
  expect(problems(supply)).toEqual([expect.stringContaining(problem)]);
});

it.each([
  '  store: "sqlite:supply.db"',
  '  judge: { listen: "192.0.2.1:8084" }',
  '  check: { mode: connect }\n  feeds: [{ name: a, list: [] }]',
  '  feeds: [{ name: a, list: [], enabled: false }]',
  '  enabled: false\n  listen: 127.0.0.1:8082\n  feeds: [{ name: a, list: [] }]',
])('finds nothing wrong with %s', (supply) => expect(problems(supply)).toEqual([]));

it('wants supply to run where a pool is filled by it', () => {
  expect(problems('  enabled: false', 'pools: [{ name: p, kind: supply }]\nroutes: [{ pool: p }]')).toEqual([
    'a.yaml:3: pools[0].kind: "supply" needs supply, which supply.enabled (line 2) turns off.',
  ]);
});
