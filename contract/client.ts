/** The control API as typed functions. Every call throws AtlanticError and nothing else. */
import { z } from 'zod';
import {
  type Account,
  type AccountCreate,
  type AccountUpdate,
  accountListSchema,
  accountSchema,
  type Credential,
  type CredentialCreate,
  type CredentialUpdate,
  type CredentialWithSecret,
  credentialListSchema,
  credentialSchema,
  credentialWithSecretSchema,
  type Plane,
  type PlaneCommand,
  type PlaneWithToken,
  type PoolList,
  planeCommandSchema,
  planeListSchema,
  planeSchema,
  planeWithTokenSchema,
  poolListSchema,
  type Usage,
  usageSchema,
} from './api.ts';
import {
  type BanCreate,
  type BanCreated,
  type BanList,
  type BanRemoved,
  banCreatedSchema,
  banListSchema,
  banRemovedSchema,
} from './api-ban.ts';
import {
  type EndpointImport,
  type EndpointImportReport,
  type EndpointPage,
  type EndpointTest,
  type EndpointUpdate,
  type EndpointView,
  endpointImportReportSchema,
  endpointPageSchema,
  endpointsRemovedSchema,
  endpointTestSchema,
  endpointViewSchema,
  MOST_ENDPOINTS_A_PAGE,
  type PoolHealthView,
  poolHealthSchema,
} from './api-endpoint.ts';
import {
  type ControlFeed,
  type ControlFeedList,
  controlFeedListSchema,
  controlFeedSchema,
  type FeedCreate,
  type FeedUpdate,
} from './api-feed.ts';
import {
  MOST_SESSIONS_A_PAGE,
  type NewSession,
  newSessionSchema,
  type SessionCreate,
  type SessionOrderOutcome,
  type SessionPage,
  sessionOrderSchema,
  sessionPageSchema,
  type WallReport,
  type WallReported,
  wallReportedSchema,
} from './api-session.ts';
import { callApi } from './client-call.ts';
import { type ConfigApplied, type ConfigHistory, configAppliedSchema, configHistorySchema } from './config-change.ts';
import type { OperatorOrder } from './plane.ts';
import { type Status, statusSchema } from './status.ts';
import {
  type FeedTest,
  feedTestSchema,
  type HistoryView,
  historyViewSchema,
  type ProxyPage,
  proxyPageSchema,
  type RunStarted,
  runAbortedSchema,
  runStartedSchema,
  runsSchema,
} from './supply/api.ts';
import { type RunReport, type SupplyStatus, supplyStatusSchema } from './supply/run.ts';

export interface ClientOptions {
  /** Where control answers, for example `http://127.0.0.1:8082`. */
  readonly url: string;
  readonly apiKey: string;
  readonly fetch?: typeof globalThis.fetch;
  /** From the start of a call to the last byte of its answer; 10 seconds unless told otherwise. */
  readonly timeoutMs?: number;
}

export interface Client {
  readonly credentials: {
    list(): Promise<{ credentials: Credential[] }>;
    /** The only answer, with that of `rotate`, that holds a secret. */
    create(credential: CredentialCreate): Promise<CredentialWithSecret>;
    get(name: string): Promise<Credential>;
    update(name: string, change: CredentialUpdate): Promise<Credential>;
    /** Gives the credential a new secret; the old one is dead at once. */
    rotate(name: string): Promise<CredentialWithSecret>;
    remove(name: string): Promise<void>;
  };
  readonly accounts: {
    list(): Promise<{ accounts: Account[] }>;
    create(account: AccountCreate): Promise<Account>;
    update(name: string, change: AccountUpdate): Promise<Account>;
    remove(name: string): Promise<void>;
  };
  readonly planes: {
    list(): Promise<{ planes: Plane[] }>;
    /** The only answer that holds the token. */
    create(name: string): Promise<PlaneWithToken>;
    /** Ends its stream and refuses its token. `writeOff` frees what it was granted and has not reported as spent. */
    revoke(name: string, writeOff: boolean): Promise<Plane>;
    /** Orders something and waits, at most so long, until the plane has acknowledged it. */
    command(name: string, order: OperatorOrder, waitSeconds: number): Promise<PlaneCommand>;
  };
  readonly endpoints: {
    /** Adds the endpoints of a list to a pool of the kind list. They are in force when it resolves. */
    importList(pool: string, list: EndpointImport): Promise<EndpointImportReport>;
    /** A page of those of a pool, and the cursor of the next one. */
    list(pool: string, cursor?: string): Promise<EndpointPage>;
    /** Changes what is known of one that was imported. */
    update(pool: string, id: string, change: EndpointUpdate): Promise<EndpointView>;
    /** Has every connected plane ask a judge through it: that at `url`, or else its pool's. */
    test(id: string, url?: string): Promise<EndpointTest>;
    remove(pool: string, id: string): Promise<void>;
    /** Removes all that were imported. */
    clear(pool: string): Promise<{ removed: number }>;
  };
  readonly bans: {
    list(): Promise<BanList>;
    /** In force on the planes that it names when it resolves. */
    add(ban: BanCreate): Promise<BanCreated>;
    remove(id: string): Promise<BanRemoved>;
  };
  readonly config: {
    /** Applies the text of a configuration file, or only says what it would change. `label` is the file in problems. */
    apply(text: string, wanted: { dry: boolean; label: string }): Promise<ConfigApplied>;
    history(): Promise<ConfigHistory>;
  };
  readonly sessions: {
    /** What clients send to use a session; it begins with its first request. */
    create(wanted: SessionCreate): Promise<NewSession>;
    /** A page of those that planes have told of, and the cursor of the next one. */
    list(page: { credential?: string | undefined; cursor?: string | undefined }): Promise<SessionPage>;
    /** Gives it another exit; resolves when the planes have said that it holds, or were waited for. */
    rotate(id: string): Promise<SessionOrderOutcome>;
    end(id: string): Promise<SessionOrderOutcome>;
    /** Bans the exit that it has on the site of a target. */
    report(id: string, wall: WallReport): Promise<WallReported>;
  };
  readonly feeds: {
    list(): Promise<ControlFeedList>;
    get(name: string): Promise<ControlFeed>;
    create(feed: FeedCreate): Promise<ControlFeed>;
    update(name: string, change: FeedUpdate): Promise<ControlFeed>;
    remove(name: string): Promise<void>;
    /** Has supply fetch it now, within so many seconds; it counts for nothing. */
    test(name: string, timeoutSeconds: number): Promise<FeedTest>;
  };
  readonly supply: {
    status(): Promise<SupplyStatus>;
    /** The last ones, the newest first. */
    runs(most: number): Promise<{ runs: RunReport[] }>;
    /** Begins a full run; `force` publishes what a gate would withhold. */
    run(force: boolean): Promise<RunStarted>;
    /** Ends the run that is under way, if one is. */
    abort(): Promise<{ aborted: boolean }>;
    /** A page of what is published; `filters` are those of `/get-proxy`. */
    proxies(filters: Readonly<Record<string, string>>): Promise<ProxyPage>;
    /** What is remembered of a proxy. */
    history(key: string): Promise<HistoryView>;
  };
  /** Of every credential, or of the one named. */
  usage(credential?: string): Promise<Usage>;
  pools(): Promise<PoolList>;
  /** How the planes find the endpoints of a pool. */
  poolHealth(name: string): Promise<PoolHealthView>;
  status(): Promise<Status>;
}

/** What an import may take longer than other calls: control gives a body half a minute to arrive. */
const IMPORT_MS = 30_000;

/** A probe takes at most a minute. */
const LONGEST_PROBE_MS = 60_000;

/** What control waits for supply beside the fetch itself. */
const FEED_TEST_MS = 10_000;

/** 204 has no body. */
const nothing = z.unknown().transform(() => undefined);
const encode = encodeURIComponent;

export function createClient({ url, apiKey, fetch = globalThis.fetch, timeoutMs = 10_000 }: ClientOptions): Client {
  const control = { url, apiKey, fetch, timeoutMs };
  const get = <Schema extends z.ZodType>(path: string, schema: Schema) =>
    callApi(control, { method: 'GET', path }, schema);
  const credential = (name: string) => `/credentials/${encode(name)}`;
  const plane = (name: string) => `/planes/${encode(name)}`;
  const feed = (name: string) => `/supply/feeds/${encode(name)}`;
  const endpoints = (pool: string) => `/pools/${encode(pool)}/endpoints`;
  return {
    credentials: {
      list: () => get('/credentials', credentialListSchema),
      create: (body) => callApi(control, { method: 'POST', path: '/credentials', body }, credentialWithSecretSchema),
      get: (name) => get(credential(name), credentialSchema),
      update: (name, body) => callApi(control, { method: 'PATCH', path: credential(name), body }, credentialSchema),
      rotate: (name) =>
        callApi(control, { method: 'POST', path: `${credential(name)}/rotate` }, credentialWithSecretSchema),
      remove: (name) => callApi(control, { method: 'DELETE', path: credential(name) }, nothing),
    },
    accounts: {
      list: () => get('/accounts', accountListSchema),
      create: (body) => callApi(control, { method: 'POST', path: '/accounts', body }, accountSchema),
      update: (name, body) =>
        callApi(control, { method: 'PATCH', path: `/accounts/${encode(name)}`, body }, accountSchema),
      remove: (name) => callApi(control, { method: 'DELETE', path: `/accounts/${encode(name)}` }, nothing),
    },
    planes: {
      list: () => get('/planes', planeListSchema),
      create: (name) => callApi(control, { method: 'POST', path: '/planes', body: { name } }, planeWithTokenSchema),
      revoke: (name, writeOff) =>
        callApi(control, { method: 'POST', path: `${plane(name)}/revoke`, body: { writeOff } }, planeSchema),
      command: (name, order, waitSeconds) =>
        callApi(
          { ...control, timeoutMs: timeoutMs + waitSeconds * 1000 },
          { method: 'POST', path: `${plane(name)}/commands`, body: { order, waitSeconds } },
          planeCommandSchema,
        ),
    },
    endpoints: {
      importList: (pool, body) =>
        callApi(
          { ...control, timeoutMs: timeoutMs + IMPORT_MS },
          { method: 'POST', path: endpoints(pool), body },
          endpointImportReportSchema,
        ),
      list: (pool, cursor) => {
        const page = cursor === undefined ? '' : `&cursor=${encode(cursor)}`;
        return get(`${endpoints(pool)}?limit=${MOST_ENDPOINTS_A_PAGE}${page}`, endpointPageSchema);
      },
      update: (pool, id, body) =>
        callApi(control, { method: 'PATCH', path: `${endpoints(pool)}/${encode(id)}`, body }, endpointViewSchema),
      test: (id, url) =>
        callApi(
          { ...control, timeoutMs: timeoutMs + LONGEST_PROBE_MS },
          { method: 'POST', path: `/endpoints/${encode(id)}/test`, body: url === undefined ? {} : { url } },
          endpointTestSchema,
        ),
      remove: (pool, id) => callApi(control, { method: 'DELETE', path: `${endpoints(pool)}/${encode(id)}` }, nothing),
      clear: (pool) => callApi(control, { method: 'DELETE', path: endpoints(pool) }, endpointsRemovedSchema),
    },
    bans: {
      list: () => get('/bans', banListSchema),
      add: (body) => callApi(control, { method: 'POST', path: '/bans', body }, banCreatedSchema),
      remove: (id) => callApi(control, { method: 'DELETE', path: `/bans/${encode(id)}` }, banRemovedSchema),
    },
    config: {
      apply: (text, { dry, label }) =>
        callApi(
          { ...control, timeoutMs: timeoutMs + IMPORT_MS },
          { method: 'POST', path: `/config/apply?dry=${dry ? 1 : 0}&label=${encode(label)}`, text },
          configAppliedSchema,
        ),
      history: () => get('/config/history', configHistorySchema),
    },
    sessions: {
      create: (body) => callApi(control, { method: 'POST', path: '/sessions', body }, newSessionSchema),
      list: (page) => {
        const given = Object.entries(page).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const query = new URLSearchParams([['limit', String(MOST_SESSIONS_A_PAGE)], ...given]);
        return get(`/sessions?${query}`, sessionPageSchema);
      },
      rotate: (id) => callApi(control, { method: 'POST', path: `/sessions/${encode(id)}/rotate` }, sessionOrderSchema),
      end: (id) => callApi(control, { method: 'DELETE', path: `/sessions/${encode(id)}` }, sessionOrderSchema),
      report: (id, body) =>
        callApi(control, { method: 'POST', path: `/sessions/${encode(id)}/report`, body }, wallReportedSchema),
    },
    feeds: {
      list: () => get('/supply/feeds', controlFeedListSchema),
      get: (name) => get(feed(name), controlFeedSchema),
      create: (body) => callApi(control, { method: 'POST', path: '/supply/feeds', body }, controlFeedSchema),
      update: (name, body) => callApi(control, { method: 'PATCH', path: feed(name), body }, controlFeedSchema),
      remove: (name) => callApi(control, { method: 'DELETE', path: feed(name) }, nothing),
      test: (name, timeoutSeconds) =>
        callApi(
          { ...control, timeoutMs: timeoutMs + timeoutSeconds * 1000 + FEED_TEST_MS },
          { method: 'POST', path: `${feed(name)}/test` },
          feedTestSchema,
        ),
    },
    supply: {
      status: () => get('/supply/status', supplyStatusSchema),
      runs: (most) => get(`/supply/runs?most=${most}`, runsSchema),
      run: (force) => callApi(control, { method: 'POST', path: '/supply/runs', body: { force } }, runStartedSchema),
      abort: () => callApi(control, { method: 'DELETE', path: '/supply/runs/current' }, runAbortedSchema),
      proxies: (filters) => get(`/supply/proxies?${new URLSearchParams(filters)}`, proxyPageSchema),
      history: (key) => get(`/supply/proxies/${encode(key)}`, historyViewSchema),
    },
    usage: (name) => get(name === undefined ? '/usage' : `/usage?credential=${encode(name)}`, usageSchema),
    pools: () => get('/pools', poolListSchema),
    poolHealth: (name) => get(`/pools/${encode(name)}/health`, poolHealthSchema),
    status: () => get('/status', statusSchema),
  };
}
