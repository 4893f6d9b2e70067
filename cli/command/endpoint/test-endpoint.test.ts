import type { EndpointTest } from '@atlantic/contract/api-endpoint.ts';
import { expect, it } from 'vitest';
import { endpoint } from '../../fixture/answer.ts';
import { atlantic, problem } from '../../fixture/shell.ts';

const POST = 'POST /endpoints/rented-1/test';
const { address } = endpoint;
const answer = (...planes: EndpointTest['planes']) => ({
  [POST]: { body: { endpoint: 'rented-1', pool: 'rented', address, url: 'http://judge.example/', planes } },
});
const reached = {
  plane: 'local',
  problem: null,
  result: { reached: true, milliseconds: 41, exitAddress: '192.0.2.7' },
};
const failed = {
  plane: 'berlin',
  problem: null,
  result: { reached: false, milliseconds: 3, code: 'connection_refused', fault: 'endpoint' as const },
};

it('says what every plane found, and ends well when all have reached the judge', async () => {
  const { code, out, asked } = await atlantic(['endpoint', 'test', 'rented-1'], answer(reached));
  expect(asked).toEqual([POST, {}]);
  expect([code, out]).toEqual([0, `${address} (rented-1)\n  local: reached in 41 ms as 192.0.2.7`]);
});

it.each<[EndpointTest['planes'], string]>([
  [[reached, failed], '  berlin: failed after 3 ms: connection_refused, the endpoint’s fault'],
  [
    [{ plane: 'local', result: null, problem: 'It has not answered in time.' }],
    '  local: no result. It has not answered in time.',
  ],
  [[], '  No plane is connected, so nobody can test.'],
])('ends with 1 otherwise: %#', async (planes, line) => {
  const { code, out } = await atlantic(['endpoint', 'test', 'rented-1'], answer(...planes));
  expect([code, out.split('\n').at(-1)]).toEqual([1, line]);
});

it('finds an endpoint by its address, and asks for another page', async () => {
  const page = { 'GET /pools/rented/endpoints?limit=1000': { body: { endpoints: [endpoint], next: null } } };
  const args = ['endpoint', 'test', address, '--pool', 'rented', '--url', 'http://other.example/', '--json'];
  const { out, asked } = await atlantic(args, { ...page, ...answer(reached) });
  expect(asked.slice(1)).toEqual([POST, { url: 'http://other.example/' }]);
  expect(JSON.parse(out)).toMatchObject({ tests: [{ endpoint: 'rented-1', planes: [reached] }] });
  const none = await atlantic(['endpoint', 'test', 'http://gone.example:1', '--pool', 'rented'], page);
  expect([none.code, none.err]).toEqual([
    1,
    expect.stringContaining('No endpoint has the address http://gone.example:1.'),
  ]);
});

it('tells what control says', async () => {
  const refused = { [POST]: problem(400, 'validation_failed', 'The pool rented names no judge.') };
  const { code, err } = await atlantic(['endpoint', 'test', 'rented-1'], refused);
  expect([code, err]).toEqual([1, expect.stringContaining('names no judge')]);
});
