import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';

const credential = {
  id: 'c1',
  name: 'my app',
  username: 'my_app',
  state: 'active',
  managed: 'api',
  account: 'default',
  quota: { bytes: null, requests: 10 },
  used: { bytes: 0, requests: 0 },
  limits: { rate: null, concurrency: null },
  allowFrom: [],
  options: {},
  createdAt: '2026-11-21T00:00:00.000Z',
};
const account = {
  name: 'shop',
  state: 'active',
  managed: 'api',
  quota: { bytes: null, requests: null },
  used: { bytes: 0, requests: 0 },
  limits: { rate: { perSecond: 2, burst: 4 }, concurrency: 5 },
  targets: { deny: [], only: [] },
  priority: 0,
  credentials: 0,
  createdAt: '2026-11-21T00:00:00.000Z',
};
const plane = {
  kind: 'egress',
  name: 'a',
  state: 'away',
  local: false,
  unsettled: false,
  createdAt: '2026-11-21T00:00:00.000Z',
  revokedAt: null,
  lastReportAt: null,
  report: null,
};
const command = {
  number: 1,
  order: { kind: 'drain' },
  createdAt: '2026-11-21T00:00:00.000Z',
  acknowledgedAt: null,
  obeyed: null,
  detail: null,
  probe: null,
};
const usage = { credentials: [] };
const pools = { pools: [], undeclared: [] };
const imported = { added: 1, present: 0, removed: 0, rejected: 0, repeated: 0, remarked: 0, problems: [] };
const endpoint = {
  id: 'a-1',
  pool: 'a',
  address: 'http://h:1',
  kind: 'http',
  managed: 'api',
  createdAt: null,
  provenAt: null,
  weight: 3,
  country: 'us',
  state: null,
  city: null,
  asn: null,
  health: [],
  bans: [],
};
const tested = { endpoint: 'a-1', pool: 'a', address: 'http://h:1', url: 'http://j/', planes: [] };
const session = { id: 'a:b', credential: 'a', session: 'b', username: 'a-session-b', curl: 'curl' };
const ordered = { id: 'a:b', done: true, planes: [] };
const page = { endpoints: [], next: null };

/** A client whose network answers `body` and notes what it was asked. */
function clientFor(body: unknown) {
  const asked: unknown[] = [];
  const client = createClient({
    url: 'http://control.test',
    apiKey: 'k',
    fetch: async (url, init) => {
      asked.push([init?.method, String(url), ...(init?.body ? [JSON.parse(String(init.body))] : [])]);
      return body === undefined ? new Response(null, { status: 204 }) : Response.json(body);
    },
  });
  return { client, asked };
}

const at = (path: string) => `http://control.test/api/v1${path}`;
const ban = { id: 'b', endpoint: 'a-1', pool: 'a', address: 'http://a.test:1', site: 'shop.test' };
const banned = { ban: { ...ban, since: 's', until: 'u', why: 'api' }, planes: [] };
const secret = { ...credential, secret: 's' };

describe('createClient', () => {
  it.each<[string, unknown, (client: ReturnType<typeof createClient>) => Promise<unknown>, unknown[]]>([
    ['list', { credentials: [credential] }, (c) => c.credentials.list(), ['GET', at('/credentials')]],
    ['create', secret, (c) => c.credentials.create({ name: 'a' }), ['POST', at('/credentials'), { name: 'a' }]],
    ['get', credential, (c) => c.credentials.get('my app'), ['GET', at('/credentials/my%20app')]],
    [
      'update',
      credential,
      (c) => c.credentials.update('../x', { paused: true }),
      ['PATCH', at('/credentials/..%2Fx'), { paused: true }],
    ],
    ['rotate', secret, (c) => c.credentials.rotate('a'), ['POST', at('/credentials/a/rotate')]],
    ['remove', undefined, (c) => c.credentials.remove('a'), ['DELETE', at('/credentials/a')]],
    ['accounts', { accounts: [account] }, (c) => c.accounts.list(), ['GET', at('/accounts')]],
    ['new account', account, (c) => c.accounts.create({ name: 'a' }), ['POST', at('/accounts'), { name: 'a' }]],
    [
      'changed account',
      account,
      (c) => c.accounts.update('a', { rate: null }),
      ['PATCH', at('/accounts/a'), { rate: null }],
    ],
    ['old account', undefined, (c) => c.accounts.remove('a'), ['DELETE', at('/accounts/a')]],
    ['planes', { planes: [] }, (c) => c.planes.list(), ['GET', at('/planes')]],
    ['make a plane', { ...plane, token: 't' }, (c) => c.planes.create('a'), ['POST', at('/planes'), { name: 'a' }]],
    ['revoke', plane, (c) => c.planes.revoke('a', true), ['POST', at('/planes/a/revoke'), { writeOff: true }]],
    [
      'command',
      command,
      (c) => c.planes.command('a', { kind: 'drain' }, 5),
      ['POST', at('/planes/a/commands'), { order: { kind: 'drain' }, waitSeconds: 5 }],
    ],
    [
      'new session',
      session,
      (c) => c.sessions.create({ credential: 'a' }),
      ['POST', at('/sessions'), { credential: 'a' }],
    ],
    [
      'sessions',
      { sessions: [], next: null },
      (c) => c.sessions.list({ credential: 'a b', cursor: undefined }),
      ['GET', at('/sessions?limit=1000&credential=a+b')],
    ],
    ['rotate a session', ordered, (c) => c.sessions.rotate('a:b'), ['POST', at('/sessions/a%3Ab/rotate')]],
    ['end a session', ordered, (c) => c.sessions.end('a:b'), ['DELETE', at('/sessions/a%3Ab')]],
    ['usage', usage, (c) => c.usage(), ['GET', at('/usage')]],
    ['usage of one', usage, (c) => c.usage('a&b'), ['GET', at('/usage?credential=a%26b')]],
    [
      'import',
      imported,
      (c) => c.endpoints.importList('a', { text: 'h:1', replace: true }),
      ['POST', at('/pools/a/endpoints'), { text: 'h:1', replace: true }],
    ],
    ['endpoints', page, (c) => c.endpoints.list('a'), ['GET', at('/pools/a/endpoints?limit=1000')]],
    ['more endpoints', page, (c) => c.endpoints.list('a', '7'), ['GET', at('/pools/a/endpoints?limit=1000&cursor=7')]],
    [
      'changed endpoint',
      endpoint,
      (c) => c.endpoints.update('a', 'a-1', { weight: 3 }),
      ['PATCH', at('/pools/a/endpoints/a-1'), { weight: 3 }],
    ],
    ['test', tested, (c) => c.endpoints.test('a-1'), ['POST', at('/endpoints/a-1/test'), {}]],
    [
      'test by a page',
      tested,
      (c) => c.endpoints.test('a-1', 'http://j/'),
      ['POST', at('/endpoints/a-1/test'), { url: 'http://j/' }],
    ],
    ['old endpoint', undefined, (c) => c.endpoints.remove('a', 'a-1'), ['DELETE', at('/pools/a/endpoints/a-1')]],
    ['no endpoints', { removed: 2 }, (c) => c.endpoints.clear('a'), ['DELETE', at('/pools/a/endpoints')]],
    ['pools', pools, (c) => c.pools(), ['GET', at('/pools')]],
    ['bans', { bans: [] }, (c) => c.bans.list(), ['GET', at('/bans')]],
    ['new ban', banned, (c) => c.bans.add({ endpoint: 'a-1' }), ['POST', at('/bans'), { endpoint: 'a-1' }]],
    ['old ban', { id: 'b', planes: [] }, (c) => c.bans.remove('b'), ['DELETE', at('/bans/b')]],
  ])('%s', async (_, body, call, request) => {
    const { client, asked } = clientFor(body);
    expect(await call(client)).toEqual(body);
    expect(asked).toEqual([request]);
  });

  it('refuses an answer of the wrong shape', async () => {
    const { client } = clientFor({ version: 1 });
    await expect(client.status()).rejects.toMatchObject({ code: 'control_unreachable' });
  });
});

describe('createClient, of supply', () => {
  const feed = {
    ...{
      name: 'a',
      url: 'https://lists.example/',
      format: 'auto',
      everySeconds: 60,
      timeoutSeconds: 30,
      maxBytes: 1_024,
    },
    ...{ allowPrivate: false, enabled: true, managed: 'api', headers: [], listed: 0, state: 'unknown', failures: 0 },
    ...{ nextAt: null, changedAt: null, alive: 0, yield: null, last: null },
  };
  const report = {
    ...{ feed: 'a', at: 1, seconds: 1, bytes: 1, unchanged: false, problem: null, detail: null, format: 'text' },
    ...{ found: 1, fresh: 1, duplicate: 0, rejected: {} },
  };
  const proxies = { version: 1, publishedAt: 1, total: 0, proxies: [], next: null };
  const history = {
    ...{ key: 'http://h:1', kind: 'http', host: 'h', port: 1, alive: false, feeds: [], firstSeen: 1, lastAlive: 1 },
    ...{ checkedAt: 1, provenAt: 1, uptime: 1, successRate: 1, latenciesMs: [], reasons: {} },
    proven: {
      ...{ mode: 'connect', anonymity: null, exit: null, country: null, asn: null, network: null, tls: null },
      ...{ confirmed: null, connectMs: 1, firstByteMs: null, totalMs: 1 },
    },
  };
  const status = {
    ...{ snapshot: null, judges: [], running: null, last: null, nextRunAt: null, known: 0 },
    ...{ feeds: { active: 0, paused: 0, off: 0 }, geo: { country: null, asn: null, attribution: null } },
  };
  it.each<[string, unknown, (client: ReturnType<typeof createClient>) => Promise<unknown>, unknown[]]>([
    ['feeds', { feeds: [feed] }, (c) => c.feeds.list(), ['GET', at('/supply/feeds')]],
    ['feed', feed, (c) => c.feeds.get('a'), ['GET', at('/supply/feeds/a')]],
    ['new feed', feed, (c) => c.feeds.create({ name: 'a' }), ['POST', at('/supply/feeds'), { name: 'a' }]],
    [
      'changed feed',
      feed,
      (c) => c.feeds.update('a', { enabled: false }),
      ['PATCH', at('/supply/feeds/a'), { enabled: false }],
    ],
    ['old feed', undefined, (c) => c.feeds.remove('a'), ['DELETE', at('/supply/feeds/a')]],
    ['feed test', { report, sample: [] }, (c) => c.feeds.test('a', 1), ['POST', at('/supply/feeds/a/test')]],
    ['status', status, (c) => c.supply.status(), ['GET', at('/supply/status')]],
    ['runs', { runs: [] }, (c) => c.supply.runs(3), ['GET', at('/supply/runs?most=3')]],
    ['run', { run: 'r', already: false }, (c) => c.supply.run(true), ['POST', at('/supply/runs'), { force: true }]],
    ['abort', { aborted: true }, (c) => c.supply.abort(), ['DELETE', at('/supply/runs/current')]],
    [
      'proxies',
      proxies,
      (c) => c.supply.proxies({ limit: '5', country: 'de' }),
      ['GET', at('/supply/proxies?limit=5&country=de')],
    ],
    ['history', history, (c) => c.supply.history('http://h:1'), ['GET', at('/supply/proxies/http%3A%2F%2Fh%3A1')]],
  ])('%s', async (_, body, call, request) => {
    const { client, asked } = clientFor(body);
    expect(await call(client)).toEqual(body);
    expect(asked).toEqual([request]);
  });
});
