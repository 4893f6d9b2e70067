/** Tests of endpoints by order of an operator: a probe by every plane that is connected, now. */
import type { EndpointTest, endpointTestRequestSchema } from '@atlantic/contract/api-endpoint.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Order, ProbeResult } from '@atlantic/contract/plane.ts';
import { policyFor } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { z } from 'zod';
import type { EndpointActions } from './actions.ts';

/** What a plane may take beyond the probe itself: its turn, and the way there and back. */
const GRACE_MS = 5_000;

/** What became of an order. */
interface Answer {
  acknowledgedAt: number | null;
  detail: string | null;
  probe: ProbeResult | null;
}

export interface EndpointTestsOptions {
  actions: Pick<EndpointActions, 'list'>;
  /** What the file declares now. */
  pools: () => readonly SnapshotPool[];
  /** The planes that follow control now. */
  connected: () => Promise<readonly { id: string; name: string }[]>;
  give: (plane: string, order: Order) => Promise<{ number: number }>;
  /** The answer, or what is known after so many milliseconds. */
  settled: (plane: string, number: number, milliseconds: number) => Promise<Answer>;
}

export type TestEndpoint = (id: string, wanted: z.output<typeof endpointTestRequestSchema>) => Promise<EndpointTest>;

const SILENT = 'It has not answered in time.';

/** Throws `not_found`, and `validation_failed` where neither the request nor the pool names a judge. */
export function endpointTests({ actions, pools, connected, give, settled }: EndpointTestsOptions): TestEndpoint {
  async function find(id: string) {
    // An id is the name of its pool and twelve digits (contract/endpoint.ts).
    const named = id.replace(/-[0-9a-f]{12}$/, '');
    const pool = pools().find(({ name, kind }) => (kind === 'list' || kind === 'supply') && name === named);
    const endpoint = pool && (await actions.list(pool.name)).find((one) => one.id === id);
    if (!pool || !endpoint) throw new AtlanticError('not_found', { detail: `No pool has the endpoint ${id}.` });
    return { pool, endpoint };
  }

  return async (id, wanted) => {
    const { pool, endpoint } = await find(id);
    const { probe } = (pool.policy ?? policyFor(pool.kind)).health;
    const url = wanted.url ?? probe.url;
    if (url === undefined) {
      const detail = `The pool ${pool.name} names no judge (health.probe.url), so the test must name a url.`;
      throw new AtlanticError('validation_failed', { detail });
    }
    const { timeoutSeconds, expectStatus } = probe;
    const order: Order = { kind: 'probe', pool: pool.name, endpoint: id, url, timeoutSeconds, expectStatus };
    const planes = await Promise.all(
      (await connected()).map(async ({ id: plane, name }) => {
        const { number } = await give(plane, order);
        const {
          acknowledgedAt,
          detail,
          probe: result,
        } = await settled(plane, number, timeoutSeconds * 1000 + GRACE_MS);
        return { plane: name, result, problem: result ? null : acknowledgedAt === null ? SILENT : detail };
      }),
    );
    return { endpoint: id, pool: pool.name, address: endpoint.address, url, planes };
  };
}
