import { expect, it } from 'vitest';
import { endpoint } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const PATCH = 'PATCH /pools/rented/endpoints/rented-1';
const update = (...more: string[]) => ['endpoint', 'update', 'rented-1', '--pool', 'rented', ...more];

it('sends what shall change, and says what is known now', async () => {
  const body = { ...endpoint, weight: 3, country: 'us', city: 'new_york' };
  const { out, asked } = await atlantic(update('--weight', '3', '--city', 'New York', '--asn', 'none'), {
    [PATCH]: { body },
  });
  expect(asked).toEqual([PATCH, { weight: '3', city: 'New York', asn: null }]);
  expect(out).toBe('http://proxy.example:3128 has the weight 3, and its place is us new_york.');
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(update('--country', 'none', '--json'), { [PATCH]: { body: endpoint } });
  expect(JSON.parse(out)).toEqual(endpoint);
});

it.each([
  [[], /nothing to change: give one of --weight, --country/],
  [
    ['--weight', '0'],
    /a number from 0.01 to 1000; an endpoint that shall have no traffic is taken out of the pool; or none/,
  ],
  [['--country', 'Germany'], /ISO 3166-1 code/],
] as const)('refuses %j', async (words, sentence) => {
  const { code, err, asked } = await atlantic(update(...words));
  expect([code, asked]).toEqual([2, []]);
  expect(err).toMatch(sentence);
});
