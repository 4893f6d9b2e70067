import type { Limits } from '@atlantic/contract/snapshot.ts';
import { expect, it, vi } from 'vitest';
import { credentialOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { accountOf } from '../view.ts';
import { enter } from './enter.ts';

const FREE: Limits = { rate: null, concurrency: null };

it.each<[says: string, own: Limits, ofAccount: Limits, asks: number]>([
  ['is free without limits', FREE, FREE, 0],
  ['is asked for where the credential has a rate', { ...FREE, rate: { perSecond: 1, burst: 1 } }, FREE, 1],
  ['is asked for where the account has a limit of concurrency', FREE, { ...FREE, concurrency: 1 }, 1],
])('a pass %s', async (_says, own, ofAccount, asks) => {
  const ask = vi.fn(async () => ({ leave() {} }));
  using parts = openGateway({ enter: ask });
  const { gateway } = parts;
  const credential = { ...credentialOf(gateway, 'alice'), limits: own };
  const account = { ...accountOf(gateway.view(), credential), limits: ofAccount };
  (await enter(gateway, credential, account)).leave();
  expect(ask.mock.calls).toEqual(Array(asks).fill([{ credential: 'id-alice', account: 'default' }]));
});
