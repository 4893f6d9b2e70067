/** The health of a pool as the API shows it: what each plane said of its endpoints. Pure. */
import type { EndpointView, PoolHealthView } from '@atlantic/contract/api-endpoint.ts';
import type { EndpointReport, PoolReport } from '@atlantic/contract/plane.ts';
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';

export interface PoolPlane {
  name: string;
  /** Its last report of state, and when it came in milliseconds since 1970. */
  last: { report: { pools?: readonly PoolReport[] | undefined }; at: number } | undefined;
  endpoint(pool: string, endpoint: string): EndpointReport | undefined;
}

type Found = Omit<EndpointView['health'][number], 'plane'>;

const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());

const found = (report: EndpointReport | undefined): Found => ({
  state: report?.state ?? 'unknown',
  why: report?.why ?? null,
  code: report?.code ?? null,
  since: iso(report?.since),
  until: iso(report?.until),
  requests: report?.requests ?? 0,
  successRate: report?.successRate ?? null,
  latencyP50Ms: report?.latencyP50Ms ?? null,
  latencyP95Ms: report?.latencyP95Ms ?? null,
  heldBack: report?.heldBack ?? false,
  exitAddress: report?.exitAddress ?? null,
});

const endpointView = ({ id, address }: SnapshotEndpoint, report: EndpointReport | undefined) => ({
  id,
  address,
  ...found(report),
});

/** How each plane finds one endpoint; a plane that has not reported is left out. */
export const endpointHealth = (pool: string, id: string, planes: readonly PoolPlane[]): EndpointView['health'] =>
  planes.flatMap(({ name, last, endpoint }) => (last ? [{ plane: name, ...found(endpoint(pool, id)) }] : []));

/** A plane that has not reported is left out. */
export const healthView = (pool: SnapshotPool, planes: readonly PoolPlane[]): PoolHealthView => ({
  pool: pool.name,
  planes: planes.flatMap(({ name, last, endpoint }) => {
    if (!last) return [];
    const own = last.report.pools?.find((each) => each.pool === pool.name);
    return [
      {
        plane: name,
        reportedAt: new Date(last.at).toISOString(),
        panicSince: iso(own?.panicSince),
        judgeSuspectSince: iso(own?.judgeSuspectSince),
        endpoints: pool.endpoints.map((each) => endpointView(each, endpoint(pool.name, each.id))),
      },
    ];
  }),
});
