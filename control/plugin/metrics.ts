/** What control measures: usage as it is applied, and planes as they follow. */
import { TURNED_AWAY } from '@atlantic/contract/overload.ts';
import type { Counters, PlaneReport, UpstreamFigures, UsageKey } from '@atlantic/contract/plane.ts';
import { Counter, Gauge, Registry } from '@prometheus-io/client';
import type { App } from './app-type.ts';

const OUTCOMES = ['ok', 'refused', 'failed', 'abandoned'] as const;

export interface ControlMetrics {
  registry: Registry;
  /** Counts what a usage report added; called after its commit. */
  countUsage(spending: readonly { key: UsageKey; fresh: Counters }[]): void;
}

/** What a plane said of itself last; there are at most as many as control serves. */
export interface PlaneFigures {
  name: string;
  connected: boolean;
  report: PlaneReport | undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** One gauge a figure, with the plane's name for a label. A plane that has not reported has only the first. */
const PLANE_GAUGES: readonly { name: string; help: string; of: (report: PlaneReport) => number }[] = [
  { name: 'workers', help: 'Workers of a plane that serve.', of: ({ workers }) => workers.length },
  {
    name: 'connections',
    help: 'Client connections open at a plane.',
    of: ({ workers }) => sum(workers.map(({ connections }) => connections)),
  },
  {
    name: 'snapshot_version',
    help: 'Version of the snapshot that a plane serves from; 0 before any.',
    of: ({ snapshotVersion }) => snapshotVersion ?? 0,
  },
  {
    name: 'resident_bytes',
    help: 'Memory of all workers of a plane.',
    of: ({ workers }) => sum(workers.map(({ residentBytes }) => residentBytes)),
  },
  {
    name: 'loop_delay_seconds',
    help: 'How late timers were in the latest of the workers of a plane, 99th percentile.',
    of: ({ workers }) => Math.max(0, ...workers.map(({ loopDelayMs }) => loopDelayMs)) / 1000,
  },
];

const UPSTREAM_GAUGES: readonly { name: string; help: string; figure: keyof UpstreamFigures }[] = [
  { name: 'names_kept', help: 'Names that the workers of a plane remember.', figure: 'namesKept' },
  { name: 'names_asked', help: 'Questions for names since the workers of a plane began.', figure: 'namesAsked' },
  { name: 'spares_ready', help: 'Connections to proxies that a plane holds ready.', figure: 'sparesReady' },
  { name: 'spares_used', help: 'Of these, used since the workers of a plane began.', figure: 'sparesUsed' },
  { name: 'hedges_begun', help: 'Second endpoints asked since the workers of a plane began.', figure: 'hedgesBegun' },
  { name: 'hedges_won', help: 'Of these, those that served.', figure: 'hedgesWon' },
];

/** Of all workers of a plane; they begin anew with a worker, so they are gauges. */
const ALL_GAUGES: typeof PLANE_GAUGES = [
  ...PLANE_GAUGES,
  ...UPSTREAM_GAUGES.map(({ figure, ...gauge }) => ({
    ...gauge,
    of: ({ workers }: PlaneReport) => sum(workers.map(({ upstream }) => upstream?.[figure] ?? 0)),
  })),
];

function addPlaneGauges(registry: Registry, planes: () => Promise<readonly PlaneFigures[]>): void {
  const labelNames = ['plane'];
  new Gauge({
    name: 'atlantic_plane_connected',
    help: 'Whether a plane follows the snapshot stream.',
    labelNames,
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name, connected } of await planes()) this.set({ plane: name }, connected ? 1 : 0);
    },
  });
  for (const { name, help, of } of ALL_GAUGES) {
    new Gauge({
      name: `atlantic_plane_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        for (const plane of await planes()) if (plane.report) this.set({ plane: plane.name }, of(plane.report));
      },
    });
  }
}

/** How planes bear their load. A plane of an older version says nothing of it. */
function addOverloadMetrics(registry: Registry, planes: () => Promise<readonly PlaneFigures[]>): void {
  new Gauge({
    name: 'atlantic_plane_overload_level',
    help: 'How far a plane goes to bear its load: 0 normal, 1 nothing new, 2 idle connections go, 3 low priorities go.',
    labelNames: ['plane'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name, report } of await planes())
        if (report?.overload) this.set({ plane: name }, report.overload.level);
    },
  });
  new Counter({
    name: 'atlantic_plane_turned_away_total',
    help: 'Connections and requests that a plane had no room for, by the ceiling, since its primary process began.',
    labelNames: ['plane', 'reason'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name, report } of await planes())
        if (report?.overload)
          for (const reason of TURNED_AWAY) this.inc({ plane: name, reason }, report.overload.turnedAway[reason] ?? 0);
    },
  });
}

const POOL_STATES = ['healthy', 'ejected', 'trial'] as const;

/** As many series as planes report pools, a bounded number, for each state. */
function addPoolGauges(registry: Registry, planes: () => Promise<readonly PlaneFigures[]>): void {
  new Gauge({
    name: 'atlantic_pool_endpoints',
    help: 'Endpoints of a pool as a plane finds them: healthy, ejected, or on trial after an ejection.',
    labelNames: ['plane', 'pool', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name, report } of await planes())
        for (const pool of report?.pools ?? [])
          for (const state of POOL_STATES) this.set({ plane: name, pool: pool.pool, state }, pool[state]);
    },
  });
  new Gauge({
    name: 'atlantic_pool_panic',
    help: 'Whether a plane ignores the health of a pool, because too little of it is fit.',
    labelNames: ['plane', 'pool'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name, report } of await planes())
        for (const { pool, panicSince } of report?.pools ?? [])
          this.set({ plane: name, pool }, panicSince === undefined ? 0 : 1);
    },
  });
}

/** A registry of its own, so that two applications in one process do not count for each other. */
export function createMetrics(planes: () => Promise<readonly PlaneFigures[]>): ControlMetrics {
  const registry = new Registry();
  const bytes = new Counter({
    name: 'atlantic_bytes_total',
    help: 'Octets exchanged with clients, as reported by the planes. up: from the client.',
    labelNames: ['direction', 'protocol'],
    registers: [registry],
  });
  const requests = new Counter({
    name: 'atlantic_requests_total',
    help: 'Finished requests by outcome, as reported by the planes.',
    labelNames: ['protocol', 'outcome'],
    registers: [registry],
  });
  new Gauge({
    name: 'atlantic_planes_connected',
    help: 'Planes that follow the snapshot stream.',
    registers: [registry],
    async collect() {
      this.set((await planes()).filter(({ connected }) => connected).length);
    },
  });
  addPlaneGauges(registry, planes);
  addPoolGauges(registry, planes);
  addOverloadMetrics(registry, planes);
  return {
    registry,
    countUsage(spending) {
      for (const { key, fresh } of spending) {
        bytes.inc({ direction: 'up', protocol: key.protocol }, fresh.bytesUp);
        bytes.inc({ direction: 'down', protocol: key.protocol }, fresh.bytesDown);
        for (const outcome of OUTCOMES) requests.inc({ protocol: key.protocol, outcome }, fresh[outcome]);
      }
    },
  };
}

/** `/metrics`, in the Prometheus text format 0.0.4. */
export function registerMetrics(app: App, { registry }: ControlMetrics): void {
  app.get('/metrics', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
