import { newBan } from '@atlantic/contract/ban.ts';
import { createBans } from '@atlantic/kernel/pool/bans.ts';
import { type Candidate, newCandidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import { expect, it } from 'vitest';
import { lossByBan, refusalForBans } from './banned.ts';

const [one, two] = ['one', 'two'].map((id, at) => newCandidate(id, at, 1)) as [Candidate, Candidate];
const bans = createBans();
const ban = (endpoint: string, minutes: number) => newBan({ endpoint, site: 'shop.test', minutes, why: 'client' }, 0);
bans.apply({ add: [ban('one', 1), ban('two', 2)], remove: [] }, 0);
const ask = { tried: new Set<Candidate>(), key: 0, target: 0, now: 0, banned: bans.against(() => 'shop.test', 0) };

it('says when the first ban of an exit that is fit is over', () => {
  expect(refusalForBans([one, two], ask, 30_500)).toMatchObject({ code: 'exits_banned', retryAfterSeconds: 30 });
  const onlyTwo = { ...ask, tried: new Set([one]) };
  expect(refusalForBans([one, two], onlyTwo, 0)).toMatchObject({ retryAfterSeconds: 120 });
});

it('says nothing where bans keep nobody from serving', () => {
  expect(refusalForBans([one, two], { ...ask, banned: undefined }, 0)).toBeUndefined();
  expect(refusalForBans([one, two], { ...ask, tried: new Set([one, two]) }, 0)).toBeUndefined();
  expect(refusalForBans([], ask, 0)).toBeUndefined();
});

it('tells a strict session whether a ban is the reason', () => {
  expect(lossByBan(two, ask, 0)).toMatchObject({ code: 'session_lost', retryAfterSeconds: 120 });
  expect(lossByBan(newCandidate('three', 3, 1), ask, 0)).toBeUndefined();
  expect(lossByBan(undefined, ask, 0)).toBeUndefined();
});
