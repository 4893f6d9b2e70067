import type { EndpointView } from '@atlantic/contract/api-endpoint.ts';
import { expect, it } from 'vitest';
import { endpoint, pools } from '../../fixture/answer.ts';
import { atlantic, problem } from '../../fixture/shell.ts';

const found: EndpointView['health'][number] = {
  plane: 'local',
  state: 'healthy',
  why: null,
  code: null,
  since: '2026-11-21T00:00:00.000Z',
  until: null,
  requests: 0,
  successRate: null,
  latencyP50Ms: null,
  latencyP95Ms: null,
  heldBack: false,
  exitAddress: '192.0.2.7',
};
const dead: typeof found = {
  ...found,
  plane: 'berlin',
  state: 'ejected',
  why: 'consecutive-faults',
  code: 'connection_refused',
  until: '2026-11-21T00:10:00.000Z',
};
const declared = {
  ...endpoint,
  id: 'rented-0',
  address: 'socks5://h.example:1080',
  managed: 'file',
  createdAt: null,
  weight: 2.5,
  country: 'us',
  city: 'chicago',
  asn: 64_500,
  health: [found, dead],
};
const FIRST = 'GET /pools/rented/endpoints?limit=1000';
const answers = {
  [FIRST]: { body: { endpoints: [declared], next: '-1' } },
  [`${FIRST}&cursor=-1`]: { body: { endpoints: [endpoint], next: null } },
};

it('is a table of every page', async () => {
  const { out, asked } = await atlantic(['endpoint', 'list', '--pool', 'rented'], answers);
  expect(asked).toHaveLength(2);
  const [titles, first, second] = out.split('\n').map((line) => line.split(/ {3,}/).map((cell) => cell.trim()));
  expect(titles).toEqual('POOL ADDRESS WEIGHT PLACE EXIT STATE WHY UNTIL BANNED FROM ID'.split(' '));
  expect(first).toEqual([
    'rented',
    'socks5://h.example:1080',
    '2.5',
    'us chicago AS64500',
    '192.0.2.7',
    'ejected (berlin)',
    'consecutive-faults, connection_refused',
    '2026-11-21 00:10:00',
    '-',
    'file',
    'rented-0',
  ]);
  expect(second).toEqual([
    'rented',
    'http://proxy.example:3128',
    '1',
    '-',
    '-',
    'unknown',
    '-',
    '-',
    '-',
    'import',
    'rented-1',
  ]);
});

it('shows the ban that ends first, and how many more there are', async () => {
  const until = '2026-11-21T01:02:03.000Z';
  const ban = (site: string | null) => ({ site, until, why: 'client' });
  const of = async (...bans: object[]) =>
    (
      await atlantic(['endpoint', 'list', '--pool', 'rented'], {
        [FIRST]: { body: { endpoints: [{ ...endpoint, bans }], next: null } },
      })
    ).out;
  expect(await of(ban('shop.example'))).toContain(' shop.example until 2026-11-21 01:02:03  ');
  expect(await of(ban(null), ban('a.example'))).toContain(' everywhere until 2026-11-21 01:02:03 and 1 more  ');
});

it('asks every pool of the kind list when none is named', async () => {
  const { out, asked } = await atlantic(['endpoint', 'list', '--json'], { ...answers, 'GET /pools': { body: pools } });
  expect(asked).toEqual(['GET /pools', FIRST, `${FIRST}&cursor=-1`]);
  expect(JSON.parse(out)).toEqual({ endpoints: [declared, endpoint] });
});

it('says how to import when there are none, and which pools there are', async () => {
  const none = await atlantic(['endpoint', 'list', '--pool', 'rented'], {
    [FIRST]: { body: { endpoints: [], next: null } },
  });
  expect(none.out).toBe(
    'There are no endpoints. Import some with: atlantic endpoint import FILE --pool NAME\n' +
      'What fills pools of the kind supply is shown by: atlantic supply status',
  );
  const unknown = await atlantic(['endpoint', 'list', '--pool', 'rented'], {
    [FIRST]: problem(404, 'not_found', 'The lists are spare.'),
  });
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('The lists are spare.')]);
});

it('lists those that supply found beside those of lists', async () => {
  const found = { ...endpoint, id: 'public-1', pool: 'public', managed: 'supply', country: 'de' };
  const { out } = await atlantic(['endpoint', 'list'], {
    'GET /pools': { body: { ...pools, pools: [{ ...pools.pools[0], name: 'public', kind: 'supply' }] } },
    'GET /pools/public/endpoints?limit=1000': { body: { endpoints: [found], next: null } },
  });
  expect(out).toMatch(/public +http:\/\/proxy\.example:3128 +1 +de .* supply +public-1$/);
});
