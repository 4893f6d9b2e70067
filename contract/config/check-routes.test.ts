import { expect, it } from 'vitest';
import { checkRoutes } from './check-routes.ts';
import { openSource } from './yaml-source.ts';

const UP = 'pools: [{ name: up, kind: list }]\n';
const unreachable = 'is never reached, because routes[0] (line 2) matches everything; put that one last';

it.each([
  ['', []],
  ['routes: [{ pool: direct }]', []],
  ['pools: [{ name: direct, kind: direct }, { name: up, kind: list }]', []],
  [`${UP}routes: [{ pool: up }]`, []],
  [`${UP}routes: [{ match: { ports: [80] }, pool: up }, { pool: direct }]`, []],
  [`${UP}routes: [{ match: { hosts: ["*"], ports: [80] }, pool: up }, { pool: direct }]`, []],
  [`${UP}routes: [{ pool: up, match: null }, { pool: direct }]`, [['routes[1]', unreachable]]],
  [`${UP}routes: [{ pool: up }, { pool: direct }]`, [['routes[1]', unreachable]]],
  [
    `${UP}routes: [{ pool: up, match: { hosts: [a, "*"] } }, { pool: up }, {}]`,
    [
      ['routes[1]', unreachable],
      ['routes[2]', unreachable],
    ],
  ],
  [`${UP}routes: [{ pool: upp }]`, [['routes[0].pool', 'is not the name of a pool; there are up, direct']]],
  [UP, [['pools', 'needs routes: add "routes: [{ pool: up }]" to send everything there']]],
])('%s', (text, problems) => {
  expect(checkRoutes(openSource(text, 'a.yaml')).map(({ key, message }) => [key, message])).toEqual(problems);
});

it('says which pool was probably meant', () => {
  const [problem] = checkRoutes(openSource('routes: [{ pool: dircet }]', 'a.yaml'));
  expect(problem).toMatchObject({ value: 'dircet', allowed: ['direct'], nearest: 'direct' });
});

it('needs no routes where every listener names its pool', () => {
  const text = (listeners: string) => `pools: [{ name: up, kind: list }]\negress: { listeners: [${listeners}] }`;
  const problems = (listeners: string) => checkRoutes(openSource(text(listeners), 'a.yaml')).length;
  expect(problems('{ pool: up }, { pool: up }')).toBe(0);
  expect(problems('{ pool: up }, {}')).toBe(1);
});
