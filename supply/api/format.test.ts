import { proxyUrl } from '@atlantic/contract/supply/proxy.ts';
import { expect, it } from 'vitest';
import { seededSnapshot } from '../testing/snapshot.ts';
import { buildView } from '../view/build.ts';
import type { Answer } from './answer.ts';
import { FORMATS, type Format, readAsked } from './asked.ts';
import { createChooser } from './choice.ts';
import { formatOf, proxiesAnswer } from './format.ts';

const snapshot = seededSnapshot(1_000);
const [odd] = snapshot.proxies;
if (odd === undefined) throw new Error('an empty snapshot');
const view = await buildView({
  ...snapshot,
  proxies: [{ ...odd, network: 'A, "B" Größe', username: 'a', password: 'b' }, ...snapshot.proxies.slice(1)],
});

const choose = (query: string) =>
  createChooser(() => 0).choose(view, query, (text) => readAsked(new URLSearchParams(text)), true);
const answer = (query: string, format: Format) => proxiesAnswer(choose(query), format);
const textOf = ({ body }: Answer): string => (typeof body === 'string' ? body : [...body.pieces].join(''));

it.each(FORMATS)('says beforehand how long %s is, unless it cannot be known', (format) => {
  const made = answer('all=1', format);
  if (typeof made.body === 'string') throw new Error('not in pieces');
  const { octets } = made.body;
  expect(octets).toBe(format === 'csv' ? undefined : Buffer.byteLength(textOf(made)));
});

it('is one string where it is short', () => {
  expect(typeof answer('limit=256', 'json').body).toBe('string');
});

it('writes bare lines where the protocol is known, with user and password', () => {
  const lines = textOf(answer('all=1', 'text')).trimEnd().split('\n');
  expect(lines).toEqual(
    view.proxies.map((proxy) => (proxy.kind === 'http' ? proxyUrl(proxy).slice('http://'.length) : proxyUrl(proxy))),
  );
  const socks = textOf(answer('all=1&protocol=socks5', 'text'));
  expect(socks).not.toContain('://');
  expect(textOf(answer('all=1', 'text'))).toContain('a:b@198.18.0.0:');
  expect(textOf(answer('all=1&protocol=socks5,socks4', 'text')).split('\n')[0]).toMatch(/^socks[45]:\/\//);
});

it('writes URLs, lines of JSON, and JSON that say the same', () => {
  const urls = textOf(answer('all=1&country=us', 'url')).trimEnd().split('\n');
  expect(urls).toEqual(choose('all=1&country=us').rows.map((row) => proxyUrl(view.proxies[row] ?? odd)));
  const lines = textOf(answer('all=1&country=us', 'ndjson')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).url)).toEqual(urls);
  const json = JSON.parse(textOf(answer('all=1&country=us', 'json')));
  expect(json).toMatchObject({ total: urls.length, alive: 1_000 });
  expect(json.proxies).toEqual(lines.map((line) => JSON.parse(line)));
});

it('writes CSV with a header, and quotes what needs it (RFC 4180)', () => {
  const rows = textOf(answer('all=1', 'csv')).split('\r\n');
  expect(rows).toHaveLength(1_002);
  expect(rows[0]?.split(',').slice(0, 3)).toEqual(['url', 'protocol', 'address']);
  expect(rows.find((row) => row.includes('Größe'))).toContain(',"A, ""B"" Größe",');
});

it.each([
  ['', '', 'text'],
  ['', '*/*', 'text'],
  ['', 'application/json', 'json'],
  ['', 'text/csv', 'csv'],
  ['', 'application/x-ndjson', 'ndjson'],
  ['format=url', 'application/json', 'url'],
])('takes the format of "%s" with Accept: %s', (query, accept, format) => {
  expect(formatOf(readAsked(new URLSearchParams(query)), accept)).toBe(format);
});
