import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { proxy } from '../../fixture/supply.ts';

const page = (next: string | null, ...proxies: object[]) => ({
  body: { version: 7, publishedAt: 1, total: 30, proxies, next },
});

it('lists what is published, by filters', async () => {
  const bare = { ...proxy, key: 'socks5://192.0.2.2:1080', anonymity: null, exit: null, country: null, feeds: [] };
  const answers = { 'GET /supply/proxies?country=de&limit=2': page('c2', proxy, bare) };
  const { out } = await atlantic(['supply', 'proxies', 'country=de', 'limit=2'], answers);
  expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['PROXY', 'ANONYMITY', 'EXIT', 'COUNTRY', 'LATENCY', 'UPTIME', 'FEEDS'],
    ['http://192.0.2.1:8080', 'elite', '192.0.2.9', 'de', '75 ms', '90 %', 'ours'],
    ['socks5://192.0.2.2:1080', '-', '-', '-', '75 ms', '90 %', '-'],
    ['2 of 30. The next with: cursor=c2'],
  ]);
});

it('says where there are none, and refuses what is no filter', async () => {
  const answers = { 'GET /supply/proxies?': page(null) };
  expect((await atlantic(['supply', 'proxies'], answers)).out).toContain('atlantic supply status');
  expect(JSON.parse((await atlantic(['supply', 'proxies', '--json'], answers)).out)).toEqual(page(null).body);
  expect((await atlantic(['supply', 'proxies', 'de'])).code).toBe(2);
});
