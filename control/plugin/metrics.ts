/** What control measures: usage as it is applied, and planes as they follow. */
import type { Counters, UsageKey } from '@atlantic/contract/plane.ts';
import { Counter, Gauge, Registry } from '@prometheus-io/client';
import type { App } from './app-type.ts';

const OUTCOMES = ['ok', 'refused', 'failed', 'abandoned'] as const;

export interface ControlMetrics {
  registry: Registry;
  /** Counts what a usage report added; called after its commit. */
  countUsage(spending: readonly { key: UsageKey; fresh: Counters }[]): void;
}

/** A registry of its own, so that two applications in one process do not count for each other. */
export function createMetrics(connectedPlanes: () => number): ControlMetrics {
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
    collect() {
      this.set(connectedPlanes());
    },
  });
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
