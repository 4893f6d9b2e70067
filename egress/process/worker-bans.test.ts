import { newBan } from '@atlantic/contract/ban.ts';
import { expect, it } from 'vitest';
import type { ToPrimary } from './messages.ts';
import { createWorkerBans } from './worker-bans.ts';

const ban = (endpoint: string) => newBan({ endpoint, site: 'shop.co.uk', minutes: 1, why: 'client' }, 0);

function opened() {
  const sent: ToPrimary[] = [];
  const clock = { now: 0 };
  const bans = createWorkerBans(
    (message) => void sent.push(message),
    () => clock.now,
    [ban('first')],
  );
  return { bans, sent, clock };
}

it('obeys what it starts with, for every host of the site', () => {
  const { bans, clock } = opened();
  expect(bans.against('www.shop.co.uk')?.has('first')).toBe(true);
  expect(bans.against('other.co.uk')).toBeUndefined();
  clock.now = 60_000;
  expect(bans.against('www.shop.co.uk')?.has('first')).toBe(false);
});

it('obeys what it raises before the primary has kept it', async () => {
  const { bans, sent } = opened();
  const raised = bans.raise(ban('mine'));
  expect(bans.against('shop.co.uk')?.has('mine')).toBe(true);
  expect(sent).toEqual([{ kind: 'ban', id: 1, ban: ban('mine') }]);
  bans.onKept(1);
  await raised;
});

it('goes on without the primary', async () => {
  const { bans } = opened();
  const raised = bans.raise(ban('mine'));
  bans.close();
  await raised;
  await bans.raise(ban('another'));
  expect(bans.against('shop.co.uk')?.has('another')).toBe(true);
});

it('obeys what the primary says, and no more what it takes back', () => {
  const { bans } = opened();
  bans.hear({ add: [ban('other')], remove: [ban('first').id] });
  expect(['first', 'other'].map((id) => bans.against('shop.co.uk')?.has(id))).toEqual([false, true]);
});
