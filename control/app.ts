/** The control application: every plugin and feature by name, in the order they are reached. */
import { randomInt } from 'node:crypto';
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Database } from './db/schema.ts';
import { accountActions } from './feature/account/actions.ts';
import { accountRoutes } from './feature/account/routes.ts';
import { banActions } from './feature/ban/actions.ts';
import { namedExits } from './feature/ban/exits.ts';
import { banRoutes } from './feature/ban/routes.ts';
import { bansOfEndpoints } from './feature/ban/rules.ts';
import { type ConfigActions, configRoutes } from './feature/config/routes.ts';
import { credentialActions } from './feature/credential/actions.ts';
import { credentialRoutes } from './feature/credential/routes.ts';
import { countStates } from './feature/credential/rules.ts';
import { listCredentials } from './feature/credential/store.ts';
import { endpointActions } from './feature/endpoint/actions.ts';
import { endpointRoutes } from './feature/endpoint/routes.ts';
import { addedEndpoints, countUndeclared } from './feature/endpoint/store.ts';
import { endpointTests } from './feature/endpoint/tests.ts';
import { feedActions } from './feature/feed/actions.ts';
import { feedRoutes } from './feature/feed/routes.ts';
import { healthRoutes } from './feature/health/routes.ts';
import { pacRoutes } from './feature/pac/routes.ts';
import { type PlaneControls, planeActions } from './feature/plane/actions.ts';
import { planeFeatureRoutes } from './feature/plane/routes.ts';
import { SUPPLY_PLANE } from './feature/plane/rules.ts';
import { endpointHealth } from './feature/pool/health-rules.ts';
import { poolRoutes } from './feature/pool/routes.ts';
import { sessionActions } from './feature/session/actions.ts';
import { sessionRoutes } from './feature/session/routes.ts';
import { statusRoutes } from './feature/status/routes.ts';
import { createSupplyApi } from './feature/supply/call.ts';
import { supplyRoutes } from './feature/supply/routes.ts';
import { listenerOf } from './feature/supply/rules.ts';
import { suppliedEndpoints } from './feature/supply/store.ts';
import { usageRoutes } from './feature/usage/routes.ts';
import type { Adoption } from './plane/adoption.ts';
import type { Commands } from './plane/commands.ts';
import { createOffers } from './plane/offers.ts';
import { orderAll, orderOne } from './plane/order-all.ts';
import type { Publisher } from './plane/publisher.ts';
import type { Reports } from './plane/reports.ts';
import { planeRoutes } from './plane/routes.ts';
import type { FixedParts } from './plane/snapshot.ts';
import { closeEpochs, listPlanes } from './plane/store.ts';
import type { PlaneStreams } from './plane/streams.ts';
import type { App } from './plugin/app-type.ts';
import { registerAuth } from './plugin/auth.ts';
import { type ControlMetrics, registerMetrics } from './plugin/metrics.ts';
import { registerOpenApi } from './plugin/openapi.ts';
import { frameworkErrors, refuseConnection, registerProblems } from './plugin/problems.ts';
import { registerSecurity } from './plugin/security.ts';
import { controlServer } from './plugin/server.ts';
import { apiKeyHashes } from './start/store.ts';

const LARGEST_BODY = 1024 * 1024;
/** The key of a proxy: a user name of 255 octets, each written with a percent sign, a host of 253, and what is between. */
const LONGEST_PARAMETER = 1_040;

export interface ControlParts {
  db: Database;
  log: Logger;
  now: () => number;
  version: string;
  /** What `control.listen` says, for the Host header. */
  listenHost: string;
  /** Whether control's certificate holds this name; without TLS it holds none. */
  holdsName: (host: string) => boolean;
  /** What the configuration in force decides. */
  fixed: () => FixedParts;
  config: ConfigActions;
  publisher: Publisher;
  streams: PlaneStreams;
  adoption: Adoption;
  reports: Reports;
  commands: Commands;
  metrics: ControlMetrics;
  supply: {
    /** By which supply knows control. */
    key: string;
    /** Feeds that ship with Atlantic. */
    shipped: readonly Feed[];
  };
}

/** The server without routes. */
export function createServer(log: Logger, server = controlServer(undefined)): App {
  const app = Fastify({
    logger: false,
    bodyLimit: LARGEST_BODY,
    serverFactory: server.create,
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: frameworkErrors(log),
    clientErrorHandler: refuseConnection,
  }).withTypeProvider<ZodTypeProvider>();
  return app;
}

/** Puts the application together on a fresh server. */
export async function assemble(app: App, parts: ControlParts): Promise<App> {
  const { db, log, now, version, fixed, config, publisher, streams, adoption, reports, commands, metrics } = parts;
  registerProblems(app, log);
  registerSecurity(app, parts.listenHost, parts.holdsName);
  registerAuth(app, { apiKeyHashes: () => apiKeyHashes(db), planes: () => listPlanes(db), now });
  await registerOpenApi(app, version);
  registerMetrics(app, metrics);

  await app.register(healthRoutes(db));
  const { publish } = publisher;
  await app.register(accountRoutes(db, accountActions({ db, now, publish, recall: streams.recall })));
  const recall = (credential: string) => streams.recall([credential]);
  await app.register(credentialRoutes(db, credentialActions({ db, now, publish, recall })));
  await app.register(usageRoutes(db));
  await app.register(configRoutes(db, config));
  await app.register(pacRoutes(() => fixed().egress.listeners));
  /** Planes that serve clients. */
  const live = async () =>
    (await listPlanes(db)).filter(({ kind, revokedAt }) => kind === 'egress' && revokedAt === null);
  const planes = async () => {
    return (await live()).map(({ id, name }) => ({
      name,
      last: reports.last(id),
      endpoint: reports.endpoint.bind(null, id),
    }));
  };
  const supplied = () => suppliedEndpoints(db, fixed().pools);
  await app.register(
    poolRoutes({
      declared: fixed,
      imported: () => addedEndpoints(db, fixed().pools),
      supplied,
      undeclared: () => countUndeclared(db, fixed().pools),
      planes,
    }),
  );
  const health = async () => {
    const all = await planes();
    return (pool: string, id: string) => endpointHealth(pool, id, all);
  };
  const pools = () => fixed().pools;
  const actions = endpointActions({ db, now, publish, pools, supplied });
  const connected = async () => (await live()).filter(({ id }) => streams.connected().has(id));
  const test = endpointTests({ actions, pools, connected, give: commands.give, settled: commands.settled });
  const banReports = async () =>
    (await live()).map(({ id, name }) => ({ plane: name, bans: reports.last(id)?.report.bans ?? [] }));
  const exits = async () =>
    namedExits(fixed().pools, new Map([...(await addedEndpoints(db, fixed().pools)), ...(await supplied())]));
  const order = orderOne(commands);
  const bans = banActions({
    now,
    exits,
    reports: banReports,
    order: orderAll({ planes: live, connected: streams.connected, order }),
  });
  await app.register(banRoutes(bans));
  const bansNow = async () => bansOfEndpoints(await banReports(), now());
  await app.register(endpointRoutes(actions, { health, bans: bansNow }, test));
  await app.register(
    statusRoutes({
      db,
      version,
      now,
      snapshotVersion: () => publisher.manifest().version,
      connectedPlanes: streams.connected,
      lastReport: reports.last,
      countCredentials: async () => countStates(await listCredentials(db)),
    }),
  );
  const controls: PlaneControls = {
    disconnect(plane) {
      streams.disconnect(plane);
      reports.forget(plane);
    },
    writeOff: (step, plane) => closeEpochs(step, plane, now()),
    command: commands.give,
    acknowledged: commands.settled,
  };
  const presenceOf = (plane: string) => ({ connected: streams.connected().has(plane), last: reports.last(plane) });
  await app.register(planeFeatureRoutes(db, planeActions(db, now, controls), presenceOf));
  await app.register(
    sessionRoutes(
      sessionActions({
        credentials: () => listCredentials(db),
        planes: async () =>
          (await live()).map(({ id, name }) => ({
            id,
            name,
            sessions: reports.sessions(id),
            listeners: reports.last(id)?.report.listeners,
          })),
        listeners: () => fixed().egress.listeners,
        addresses: async () => new Map([...(await exits())].map(([id, { address }]) => [id, address])),
        isGateway: (endpoint) =>
          fixed().pools.some(
            ({ kind, endpoints }) => kind === 'provider' && endpoints.some(({ id }) => id === endpoint),
          ),
        ban: (endpoint, wall) => bans.add({ endpoint, ...wall }),
        order,
        random: randomInt,
      }),
    ),
  );
  const supplyApi = createSupplyApi(
    () => listenerOf(reports.last(SUPPLY_PLANE)?.report.supply?.listener, fixed().supply?.listen),
    parts.supply.key,
  );
  await app.register(supplyRoutes(supplyApi));
  const { shipped } = parts.supply;
  const declaredFeeds = () => fixed().supply?.feeds ?? [];
  await app.register(
    feedRoutes(feedActions({ db, now, publish, declared: declaredFeeds, shipped, call: supplyApi.call })),
  );
  const offers = createOffers({ db, now, pools, publish, streams });
  const { countUsage } = metrics;
  await app.register(planeRoutes({ db, now, publisher, streams, adoption, reports, commands, offers, countUsage }));
  return app;
}
