import type { GrantReply, GrantRequest, UsageSlot } from '@atlantic/contract/plane.ts';
import { describe, expect, it, vi } from 'vitest';
import { createGrants, spentIn } from './grants.ts';
import type { ToPrimary, ToWorker } from './messages.ts';

const slot = (ledger: number, credential: string, pool: string, bytes: number): UsageSlot => ({
  ledger: String(ledger),
  slot: 0,
  key: { credential, pool, protocol: 'http', country: '' },
  counters: { bytesUp: bytes, bytesDown: bytes, admitted: 1, ok: 0, refused: 0, failed: 0, abandoned: 0 },
});

/** A primary with two workers; control grants what it is asked for until `quota` is given away. */
function setup(quota: number) {
  const told: [number, ToWorker][] = [];
  const requests: GrantRequest[] = [];
  const state = { granted: 0, slots: [] as UsageSlot[], away: false };
  const grants = createGrants({
    epoch: 'epoch0001',
    client: {
      async grant(request): Promise<GrantReply> {
        if (state.away) throw new Error('control is away');
        requests.push(request);
        const [ask] = request.asks;
        if (!ask) throw new Error('an empty request');
        if (request.kind === 'return') state.granted = ask.have.bytes;
        const give = Math.min(ask.more.bytes, quota - state.granted);
        state.granted += give;
        const total = { bytes: state.granted, requests: 1000 };
        const free = { bytes: quota - state.granted, requests: null };
        const short = ask.more.bytes > 0 && give === 0;
        return { grants: [{ credential: ask.credential, total, state: short ? 'exhausted' : 'granted', free }] };
      },
    },
    workers: () => ({ ids: () => [1, 2], tell: (worker, message) => void told.push([worker, message]) }),
    slots: () => state.slots,
  });
  const lease = (id: number, bytes: number): ToPrimary => ({
    kind: 'lease',
    id,
    ask: {
      credential: 'c',
      era: 1,
      base: { bytes: 0, requests: 0 },
      need: { bytes: 1, requests: 0 },
      want: { bytes, requests: 1 },
    },
  });
  const answerTo = (worker: number, kind: ToWorker['kind']) =>
    vi.waitFor(() => {
      const found = told.findLast(([to, message]) => to === worker && message.kind === kind);
      if (!found) throw new Error(`worker ${worker} was not told ${kind}`);
      return found[1];
    });
  return { grants, state, requests, told, lease, answerTo };
}

describe('the grants of a primary', () => {
  it('lead from a worker’s ask to control and back', async () => {
    const { grants, lease, answerTo, requests } = setup(1000);
    grants.onMessage(1, lease(5, 400));
    expect(await answerTo(1, 'lease')).toMatchObject({ id: 5, reply: { add: { bytes: 400 }, state: 'granted' } });
    expect(requests).toMatchObject([{ kind: 'ask', sequence: 1, asks: [{ credential: 'c', have: { bytes: 0 } }] }]);
  });

  it('recall from other workers what control no longer has', async () => {
    const { grants, lease, answerTo } = setup(1000);
    grants.onMessage(1, lease(1, 1000));
    await answerTo(1, 'lease');
    grants.onMessage(2, lease(2, 600));
    const recall = await answerTo(1, 'recall');
    if (recall.kind !== 'recall') throw new Error('no recall');
    grants.onMessage(1, { kind: 'returned', id: recall.id, credential: 'c', amount: { bytes: 700, requests: 0 } });
    expect(await answerTo(2, 'lease')).toMatchObject({ reply: { add: { bytes: 600 }, state: 'granted' } });
  });

  it('say unavailable while control is away', async () => {
    const { grants, lease, answerTo, state } = setup(1000);
    state.away = true;
    grants.onMessage(1, lease(1, 100));
    const recall = await answerTo(2, 'recall');
    if (recall.kind === 'recall') {
      grants.onMessage(2, { kind: 'returned', id: recall.id, credential: 'c', amount: { bytes: 0, requests: 0 } });
    }
    expect(await answerTo(1, 'lease')).toMatchObject({ reply: { add: { bytes: 0 }, state: 'unavailable' } });
  });

  it('say at once that what is left is not known while control is away', async () => {
    const { grants, answerTo, state } = setup(1000);
    state.away = true;
    grants.onMessage(1, { kind: 'quota', id: 9, credential: 'c' });
    expect(await answerTo(1, 'quota')).toEqual({ kind: 'quota', id: 9, left: null });
  });

  it('say unavailable when the ledgers cannot be read', async () => {
    const { grants, lease, answerTo, state } = setup(1000);
    Object.defineProperty(state, 'slots', {
      get() {
        throw new Error('EIO');
      },
    });
    grants.onMessage(1, lease(1, 100));
    expect(await answerTo(1, 'lease')).toMatchObject({ id: 1, reply: { add: { bytes: 0 }, state: 'unavailable' } });
  });

  it('free what a dead worker held and did not spend', async () => {
    const { grants, lease, answerTo, state } = setup(1000);
    grants.onMessage(1, lease(1, 1000));
    await answerTo(1, 'lease');
    state.slots = [slot(1, 'c', 'direct', 100)];
    grants.onWorkerGone(1);
    grants.onMessage(2, lease(2, 900));
    expect(await answerTo(2, 'lease')).toMatchObject({ reply: { add: { bytes: 800 } } });
  });

  it('give back to control what nobody needs', async () => {
    const { grants, lease, answerTo, requests } = setup(1000);
    grants.onMessage(1, lease(1, 300));
    await answerTo(1, 'lease');
    grants.onRecall(['c', 'unknown']);
    for (const worker of [1, 2]) {
      const recall = await answerTo(worker, 'recall');
      if (recall.kind !== 'recall') throw new Error('no recall');
      const bytes = worker === 1 ? 250 : 0;
      grants.onMessage(worker, { kind: 'returned', id: recall.id, credential: 'c', amount: { bytes, requests: 0 } });
    }
    await vi.waitFor(() => expect(requests.at(-1)).toMatchObject({ kind: 'return', asks: [{ have: { bytes: 50 } }] }));
  });

  it('know what is left: free with control, and granted but not spent', async () => {
    const { grants, lease, answerTo, state } = setup(1000);
    grants.onMessage(1, lease(1, 300));
    await answerTo(1, 'lease');
    state.slots = [slot(1, 'c', 'direct', 50), slot(1, 'c', '', 999), slot(1, 'other', 'direct', 999)];
    grants.onMessage(1, { kind: 'quota', id: 9, credential: 'c' });
    expect(await answerTo(1, 'quota')).toEqual({ kind: 'quota', id: 9, left: { bytes: 900, requests: null } });
  });
});

it('counts as spent what was billed to the credential', () => {
  const slots = [
    slot(1, 'c', 'direct', 10),
    slot(2, 'c', 'rented', 5),
    slot(1, 'c', '', 99),
    slot(1, 'd', 'direct', 99),
  ];
  expect(spentIn(slots, 'c')).toEqual({ bytes: 30, requests: 2 });
});
