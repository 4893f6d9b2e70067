import { describe, expect, it } from 'vitest';
import { credentialOf, exchangeOf } from '../fixture/exchange.ts';
import { type GatewayParts, openGateway } from '../fixture/gateway-parts.ts';
import { snapshotOf } from '../fixture/snapshot.ts';
import { compileView } from '../view.ts';
import { admit, chargeNobody } from './admit.ts';

function poolOf() {
  const [pool] = compileView(1, snapshotOf()).pools.values();
  if (!pool) throw new Error('the snapshot has a pool');
  return pool;
}
const POOL = poolOf();

/** Admits one request of `name` of which so many octets have been received. */
async function admitted(parts: GatewayParts, name: string, octets: number) {
  const exchange = exchangeOf(name, 80);
  exchange.meter.up(octets);
  await admit(parts.gateway, exchange, credentialOf(parts.gateway, name), POOL);
  return exchange;
}

describe('admission', () => {
  it('takes a request and what was received from the quota, and bills it', async () => {
    using parts = openGateway({ quota: { bytes: 100, requests: 2 } });
    const { meter } = await admitted(parts, 'meg', 60);
    expect(meter.held).toBe(0);
    expect(parts.usage('id-meg', true)).toMatchObject({ admitted: 1, bytesUp: 60 });
    expect(parts.gateway.budget(credentialOf(parts.gateway, 'meg')).available()).toEqual({ bytes: 40, requests: 1 });
  });

  it('bills from then on what else is moved', async () => {
    using parts = openGateway({ quota: { bytes: 100, requests: 2 } });
    const { meter } = await admitted(parts, 'meg', 10);
    await meter.payUp(5);
    await meter.send([Buffer.alloc(7)]);
    expect(parts.usage('id-meg', true)).toMatchObject({ bytesUp: 15, bytesDown: 7 });
    expect(parts.gateway.budget(credentialOf(parts.gateway, 'meg')).available().bytes).toBe(78);
  });

  it.each([
    ['bytes', { bytes: 59, requests: 8 }],
    ['requests', { bytes: 1_000, requests: 0 }],
  ])('refuses what lacks %s, and takes nothing', async (_what, quota) => {
    using parts = openGateway({ quota });
    await expect(admitted(parts, 'meg', 60)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(parts.usage('id-meg', true)).toMatchObject({ admitted: 0, bytesUp: 0 });
    expect(parts.gateway.budget(credentialOf(parts.gateway, 'meg')).available()).toEqual(quota);
  });

  it('never admits more than there is, however many ask at once', async () => {
    using parts = openGateway({ quota: { bytes: 1_000, requests: 7 } });
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => admitted(parts, 'meg', 10)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    expect(parts.usage('id-meg', true)).toMatchObject({ admitted: 7, bytesUp: 70 });
  });

  it('takes nothing when there is no ledger to write it in', async () => {
    using parts = openGateway({ quota: { bytes: 100, requests: 2 } });
    const { gateway } = parts;
    const full = {
      ...gateway.ledger,
      slot: () => {
        throw new RangeError('ledger is full');
      },
    };
    const exchange = exchangeOf('meg', 80);
    const meg = credentialOf(gateway, 'meg');
    await expect(admit({ ...gateway, ledger: full }, exchange, meg, POOL)).rejects.toThrow('full');
    expect(parts.left).toEqual({ bytes: 100, requests: 2 });
  });
});

describe('what is billed to nobody', () => {
  it('is counted with whom it came from, as far as that is known', async () => {
    using parts = openGateway({ quota: { bytes: 100, requests: 2 } });
    for (const [credential, octets] of [['', 30] as const, ['id-meg', 50] as const]) {
      const { meter } = exchangeOf('meg', 80);
      meter.up(octets);
      chargeNobody(parts.gateway, meter, 'connect', credential);
      await meter.send([Buffer.alloc(1_000)]);
    }
    expect(parts.usage('', false)).toMatchObject({ bytesUp: 30, bytesDown: 1_000, admitted: 0 });
    expect(parts.usage('id-meg', false)).toMatchObject({ bytesUp: 50, bytesDown: 1_000, admitted: 0 });
    expect(parts.left).toEqual({ bytes: 100, requests: 2 });
  });
});
