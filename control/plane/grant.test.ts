import type { GrantRequest } from '@atlantic/contract/plane.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { findAccount, insertAccount } from '../feature/account/store.ts';
import { deleteCredential } from '../feature/credential/store.ts';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { type Fate, planeModel } from '../fixture/plane-model.ts';
import { answerGrants } from './grant.ts';
import { outstandingOf } from './grant-rules.ts';
import { readFunds, readHoldings, readOutstanding } from './grant-store.ts';
import { applyUsage } from './usage.ts';

const QUOTA = 100_000;

async function twoPlanes() {
  const db = await testDatabase();
  await addPlane(db, 'here');
  await addPlane(db, 'there');
  const { id } = await addCredential(db, 'alpha', { bytes: QUOTA, requests: null });
  const request = (sequence: number, have: number, more: number, change: Partial<GrantRequest> = {}): GrantRequest => ({
    epoch: 'epoch001',
    sequence,
    kind: 'ask',
    asks: [{ credential: id, have: { bytes: have, requests: 0 }, more: { bytes: more, requests: 0 } }],
    ...change,
  });
  const send = async (plane: string, wanted: GrantRequest) => {
    const { reply, scarce } = await answerGrants(db, plane, wanted);
    return reply.grants.map(({ total, state }) => [total.bytes, state, scarce.length > 0 ? 'recall' : ''].join(' '));
  };
  const end = (plane: string, bytesUp: number) => {
    const key = { credential: id, pool: 'direct', protocol: 'http' as const, country: '' };
    const counters = { bytesUp, bytesDown: 0, admitted: 1, ok: 1, refused: 0, failed: 0, abandoned: 0 };
    const report = { epoch: 'epoch001', closed: true, slots: [{ ledger: 'w1', slot: 0, key, counters }] };
    return applyUsage(db, plane, report, TEST_TIME);
  };
  return { db, id, request, send, end };
}

describe('a conversation about grants', () => {
  it('between control and two planes that share a quota', async () => {
    const { request, send, end } = await twoPlanes();
    expect(await send('here', request(1, 0, 90_000))).toEqual(['65536 granted ']);
    expect(await send('there', request(1, 0, 90_000))).toEqual(['34464 granted ']);
    expect(await send('there', request(2, 34_464, 10_000))).toEqual(['34464 wait recall']);
    expect(await send('here', request(2, 60_000, 0, { kind: 'return' }))).toEqual(['60000 granted ']);
    expect(await send('there', request(3, 34_464, 10_000))).toEqual(['40000 granted ']);
    await end('here', 50_000);
    expect(await send('there', request(4, 40_000, 90_000))).toEqual(['50000 granted ']);
    expect(await send('there', request(5, 50_000, 1))).toEqual(['50000 exhausted ']);
  });

  it('in which an answer is lost', async () => {
    const { request, send } = await twoPlanes();
    await send('here', request(1, 0, 10_000));
    expect(await send('here', request(2, 0, 10_000))).toEqual(['10000 granted ']);
    expect(await send('here', request(3, 0, 15_000))).toEqual(['15000 granted ']);
  });

  it('says what is left for whom it may concern', async () => {
    const { db, id, request, send } = await twoPlanes();
    await send('here', request(1, 0, 60_000));
    const ask = { credential: id, have: { bytes: 0, requests: 0 }, more: { bytes: 10_000, requests: 0 } };
    const taken = await answerGrants(db, 'there', request(1, 0, 0, { asks: [ask] }));
    const peek = await answerGrants(db, 'there', request(2, 10_000, 0));
    const free = { bytes: QUOTA - 70_000, requests: null };
    expect(taken.reply.grants).toMatchObject([{ total: { bytes: 10_000 }, free }]);
    expect(peek.reply.grants).toMatchObject([{ total: { bytes: 10_000 }, state: 'granted', free }]);
  });

  it('in which requests come twice and late', async () => {
    const { request, send } = await twoPlanes();
    await send('here', request(1, 0, 10_000));
    await send('here', request(3, 10_000, 10_000));
    expect(await send('here', request(3, 10_000, 10_000))).toEqual(['20000 granted ']);
    expect(await send('here', request(2, 5_000, 0, { kind: 'return' }))).toEqual(['20000 granted ']);
  });

  it('after the end of an epoch', async () => {
    const { db, request, send, end } = await twoPlanes();
    await send('here', request(1, 0, 10_000));
    await end('here', 10);
    expect(await send('here', request(2, 10_000, 10_000))).toEqual(['0 exhausted ']);
    expect(await db.selectFrom('plane_grant').selectAll().execute()).toEqual([]);
  });

  it('about a credential that is deleted, and one that never was', async () => {
    const { db, id, request, send } = await twoPlanes();
    await deleteCredential(db, id, TEST_TIME);
    expect(await send('here', request(1, 0, 10_000))).toEqual(['0 exhausted ']);
    const unknown = { credential: 'unknown', have: { bytes: 0, requests: 0 }, more: { bytes: 1, requests: 1 } };
    expect(await send('here', request(2, 0, 0, { asks: [unknown] }))).toEqual(['0 exhausted ']);
  });

  it('in which one request names a credential twice', async () => {
    const { request, send } = await twoPlanes();
    const { asks } = request(1, 0, 10_000);
    expect(await send('here', request(1, 0, 0, { asks: [...asks, ...asks] }))).toEqual([
      '10000 granted ',
      '10000 granted ',
    ]);
  });
});

describe('whatever gets lost, repeated or delayed between control and its planes', () => {
  const MOST_QUOTA = 2_000_000;
  const amount = fc.nat({ max: 300_000 });
  const fate = fc.constantFrom<Fate>('arrives', 'arrives', 'unanswered', 'twice', 'late', 'lost');
  const step = fc.record({
    plane: fc.nat({ max: 2 }),
    does: fc.constantFrom('ask', 'ask', 'spend', 'spend', 'giveBack', 'report', 'restart', 'deliverLate'),
    amount,
    fate,
  });

  it('no more is spent than the quota, and what is not spent comes back', async () => {
    const db = await testDatabase();
    await sql`pragma synchronous = off`.execute(db);
    for (const plane of ['p0', 'p1', 'p2']) await addPlane(db, plane);
    let runs = 0;

    const scenario = async (quota: number, steps: { plane: number; does: string; amount: number; fate: Fate }[]) => {
      runs += 1;
      const { id } = await addCredential(db, `run ${runs}`, { bytes: quota, requests: null });
      const planes = ['p0', 'p1', 'p2'].map((name) => planeModel(db, name, id, `r${runs}x`));
      const used = async () => (await readFunds(db, [id])).get(id)?.own.used.bytes ?? Number.NaN;
      const spent = () => planes.reduce((sum, plane) => sum + plane.spentInAll(), 0);

      for (const { plane: number, does, amount: bytes, fate: becomes } of steps) {
        const plane = planes[number % planes.length];
        if (does === 'ask') await plane?.ask(bytes, becomes);
        if (does === 'spend') plane?.spend(bytes);
        if (does === 'giveBack') await plane?.giveBack(bytes, becomes);
        if (does === 'report') await plane?.report(becomes);
        if (does === 'restart') await plane?.restart();
        if (does === 'deliverLate') await plane?.deliverLate();
        const outstanding = outstandingOf(await readHoldings(db, [id])).bytes;
        expect((await used()) + outstanding).toBeLessThanOrEqual(quota);
        expect(spent()).toBeLessThanOrEqual(quota);
      }

      for (const plane of planes) await plane.restart();
      for (const plane of planes) await plane.deliverLate();
      expect(await readHoldings(db, [id])).toEqual([]);
      expect(await used()).toBe(spent());
    };

    await fc.assert(fc.asyncProperty(fc.nat({ max: MOST_QUOTA }), fc.array(step, { maxLength: 40 }), scenario), {
      numRuns: 100,
    });
  });

  it('the quota of an account holds for its credentials together', async () => {
    const db = await testDatabase();
    await sql`pragma synchronous = off`.execute(db);
    for (const plane of ['p0', 'p1']) await addPlane(db, plane);
    let runs = 0;

    const scenario = async (quota: number, steps: { plane: number; does: string; amount: number; fate: Fate }[]) => {
      runs += 1;
      const account = `shop-${runs}`;
      const { id } = await insertAccount(db, { name: account, managed: 'api', quotaBytes: quota }, TEST_TIME);
      const none = { bytes: null, requests: null };
      const first = await addCredential(db, `first ${runs}`, none, account);
      const second = await addCredential(db, `second ${runs}`, { bytes: quota, requests: null }, account);
      // One plane spends for both, and another for the second: models with an epoch of their own each.
      const models = [
        planeModel(db, 'p0', first.id, `f${runs}x`),
        planeModel(db, 'p0', second.id, `s${runs}x`),
        planeModel(db, 'p1', second.id, `t${runs}x`),
      ];
      const spent = () => models.reduce((sum, model) => sum + model.spentInAll(), 0);
      for (const { plane, does, amount: bytes, fate: becomes } of steps) {
        const model = models[plane % models.length];
        if (does === 'ask') await model?.ask(bytes, becomes);
        if (does === 'spend') model?.spend(bytes);
        if (does === 'giveBack') await model?.giveBack(bytes, becomes);
        if (does === 'report') await model?.report(becomes);
        if (does === 'restart') await model?.restart();
        if (does === 'deliverLate') await model?.deliverLate();
        expect(spent()).toBeLessThanOrEqual(quota);
      }
      for (const model of models) await model.restart();
      for (const model of models) await model.deliverLate();
      expect(await readOutstanding(db, [id])).toEqual([]);
      expect((await findAccount(db, account)).used.bytes).toBe(spent());
    };

    await fc.assert(fc.asyncProperty(fc.nat({ max: MOST_QUOTA }), fc.array(step, { maxLength: 40 }), scenario), {
      numRuns: 60,
    });
  });

  it('who waits for an account is told, with everybody who holds of it', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    await insertAccount(db, { name: 'shop', managed: 'api', quotaBytes: 65_536 }, TEST_TIME);
    const none = { bytes: null, requests: null };
    const rich = await addCredential(db, 'rich', none, 'shop');
    const poor = await addCredential(db, 'poor', none, 'shop');
    const ask = (credential: string, sequence: number) =>
      answerGrants(db, 'here', {
        epoch: 'epoch001',
        sequence,
        kind: 'ask',
        asks: [{ credential, have: { bytes: 0, requests: 0 }, more: { bytes: 65_536, requests: 0 } }],
      });
    expect((await ask(rich.id, 1)).reply.grants).toMatchObject([{ state: 'granted', free: { bytes: 0 } }]);
    const { reply, scarce } = await ask(poor.id, 2);
    expect(reply.grants).toMatchObject([{ state: 'wait', total: { bytes: 0 } }]);
    expect(new Set(scarce)).toEqual(new Set([rich.id, poor.id]));
  });

  it('the whole quota can be spent, to the last byte', async () => {
    const db = await testDatabase();
    await addPlane(db, 'p0');
    const { id } = await addCredential(db, 'alpha', { bytes: 1_000_001, requests: null });
    const plane = planeModel(db, 'p0', id, 'r');
    for (let round = 0; plane.total() < 1_000_001 && round < 40; round += 1) {
      await plane.ask(300_000, 'arrives');
      plane.spend(300_000);
      await plane.report(round % 3 === 0 ? 'arrives' : 'lost');
    }
    expect(plane.spentInAll()).toBe(1_000_001);
  });
});
