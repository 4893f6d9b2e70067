import { expect, it } from 'vitest';
import { matchConnections } from './match.ts';

const wire = (port: number, up: number) => ({
  client: `127.0.0.1:${port}`,
  gatewayPort: 80,
  up,
  down: 0,
  end: 'fin' as const,
  missed: 0,
});
const transfer = (port: number, name: string) => ({ client: `127.0.0.1:${port}`, gatewayPort: 80, name });

it('pairs by port, and in turn where a port was used again', () => {
  const { pairs, unseen, strangers } = matchConnections(
    [transfer(1, 'a'), transfer(2, 'b'), transfer(1, 'c')],
    [wire(1, 10), wire(1, 30), wire(2, 20)],
  );
  expect(pairs.map((pair) => [pair.transfer.name, pair.wire.up])).toEqual([
    ['a', 10],
    ['b', 20],
    ['c', 30],
  ]);
  expect([...unseen, ...strangers]).toEqual([]);
});

it('says what has no partner', () => {
  const { pairs, unseen, strangers } = matchConnections([transfer(1, 'a')], [wire(2, 5)]);
  expect(pairs).toEqual([]);
  expect(unseen).toMatchObject([{ name: 'a' }]);
  expect(strangers).toMatchObject([{ client: '127.0.0.1:2', up: 5 }]);
});
