import { expect, test } from 'vitest';
import { choosePeers, PEERS } from './peers.ts';

const ids = (chosen: readonly { id: string }[]) => chosen.map(({ id }) => id);

test('all, unless some are named; the bare origin is always among them', () => {
  expect(choosePeers(undefined)).toEqual(PEERS);
  expect(ids(choosePeers(['atlantic', 'squid']))).toEqual(['nothing', 'squid', 'atlantic']);
});

test('who is not there is named, and who is', () => {
  expect(() => choosePeers(['squit'])).toThrow(/^There is no peer squit\. There are: nothing, .*squid/);
});
