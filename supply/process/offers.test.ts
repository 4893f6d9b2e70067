import type { SupplyOffer } from '@atlantic/contract/supply/channel.ts';
import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it } from 'vitest';
import { createOffers } from './offers.ts';

const offer = (pool: string, ...ports: readonly number[]): SupplyOffer => ({
  pool,
  proxies: ports.map((port) => ({ kind: 'http', host: '192.0.2.1', port, provenAt: 1 })),
});

/** Time passes when `pass` says so. */
function setup() {
  let wanted: readonly SupplyOffer[] = [];
  let reachable = true;
  const heard: string[] = [];
  const planned: { milliseconds: number; run: () => void }[] = [];
  const offers = createOffers({
    wanted: () => wanted,
    async send({ pool, proxies }) {
      if (!reachable) throw new Error('away');
      heard.push(`${pool} ${proxies.map(({ port }) => port).join()}`);
    },
    log: readableLog().log,
    later(milliseconds, run) {
      const one = { milliseconds, run };
      planned.push(one);
      return () => void planned.splice(planned.indexOf(one), 1);
    },
  });
  return {
    offers,
    heard,
    planned,
    want(...next: readonly SupplyOffer[]) {
      wanted = next;
      offers.changed();
    },
    reach(is: boolean) {
      reachable = is;
    },
    async pass() {
      planned.shift()?.run();
      await new Promise(setImmediate);
    },
  };
}

it('tells what has changed, once', async () => {
  const { want, pass, heard, offers, planned } = setup();
  want(offer('a', 1), offer('b', 2));
  want(offer('a', 1, 3), offer('b', 2));
  expect(planned).toHaveLength(1);
  await pass();
  expect(heard).toEqual(['a 1,3', 'b 2']);
  want(offer('a', 1, 3), offer('b'));
  await pass();
  expect(heard.slice(2)).toEqual(['b ']);
  offers.tellAgain();
  await pass();
  expect(heard.slice(3)).toEqual(['a 1,3', 'b ']);
});

it('tries again, less and less often, until control has it', async () => {
  const { want, pass, heard, reach, planned } = setup();
  reach(false);
  want(offer('a', 1));
  await pass();
  expect(planned[0]?.milliseconds).toBe(1_000);
  await pass();
  expect(planned[0]?.milliseconds).toBe(2_000);
  reach(true);
  await pass();
  expect(heard).toEqual(['a 1']);
  expect(planned).toEqual([]);
});

it('plans nothing any more when it is closed', async () => {
  const { want, pass, offers, planned, heard } = setup();
  want(offer('a', 1));
  offers.close();
  expect(planned).toEqual([]);
  want(offer('a', 2));
  await pass();
  expect(heard).toEqual([]);
});
