import { newBan } from '@atlantic/contract/ban.ts';
import { expect, it } from 'vitest';
import { banList, bansOfEndpoints } from './rules.ts';

const short = newBan({ endpoint: 'rented-1', site: 'shop.example', minutes: 1, why: 'client' }, 0);
const long = newBan({ endpoint: 'rented-1', site: 'shop.example', minutes: 2, why: 'api' }, 0);
const everywhere = newBan({ endpoint: 'gone-1', site: undefined, minutes: 3, why: 'rule' }, 0);
const reports = [
  { plane: 'local', bans: [short, everywhere] },
  { plane: 'berlin', bans: [long] },
];
const exits = new Map([['rented-1', { pool: 'rented', address: 'http://p.example:1' }]]);

it('shows a ban of several planes once, until the last of them ends it', () => {
  expect(banList(reports, exits, 0)).toEqual([
    {
      id: long.id,
      endpoint: 'rented-1',
      pool: 'rented',
      address: 'http://p.example:1',
      site: 'shop.example',
      since: '1970-01-01T00:00:00.000Z',
      until: '1970-01-01T00:02:00.000Z',
      why: 'api',
      planes: ['local', 'berlin'],
    },
    expect.objectContaining({ endpoint: 'gone-1', pool: null, address: null, site: null, planes: ['local'] }),
  ]);
});

it('leaves out what is over by now, whatever the reports say', () => {
  expect(banList(reports, exits, 60_000).map(({ planes }) => planes)).toEqual([['berlin'], ['local']]);
  expect(banList(reports, exits, 180_000)).toEqual([]);
});

it('gives each endpoint its own', () => {
  const found = bansOfEndpoints(reports, 0);
  expect(found.get('rented-1')).toEqual([{ site: 'shop.example', until: '1970-01-01T00:02:00.000Z', why: 'api' }]);
  expect(found.get('gone-1')).toMatchObject([{ site: null }]);
  expect(found.get('rented-2')).toBeUndefined();
});
