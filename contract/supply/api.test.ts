import { expect, it } from 'vitest';
import { feedbackSchema, feedViewSchema, proxyViewSchema, runStartSchema } from './api.ts';

const proxy = {
  key: 'socks5://anna@192.0.2.1:1080',
  kind: 'socks5',
  host: '192.0.2.1',
  port: 1080,
  username: 'anna',
  mode: 'full',
  anonymity: 'elite',
  exit: '192.0.2.1',
  country: 'de',
  asn: 64496,
  network: 'Example',
  tls: true,
  confirmed: null,
  connectMs: 10,
  firstByteMs: 20,
  totalMs: 30,
  firstSeen: 1,
  lastAlive: 2,
  checkedAt: 2,
  provenAt: 1,
  uptime: 1,
  successRate: 1,
  latencyP50Ms: 30,
  latencyP95Ms: 40,
  feeds: ['one'],
};

it('shows a proxy without its password', () => {
  expect(proxyViewSchema.parse({ ...proxy, password: 'secret' })).toEqual(proxy);
});

it('shows of a feed neither header values nor the proxies it names', () => {
  const view = {
    name: 'one',
    url: 'https://lists.example/',
    managed: 'file',
    format: 'auto',
    everySeconds: 60,
    timeoutSeconds: 30,
    maxBytes: 1_024,
    allowPrivate: false,
    enabled: true,
    headers: ['authorization'],
    listed: 0,
    state: 'active',
    failures: 0,
    nextAt: null,
    changedAt: null,
    alive: 0,
    yield: null,
    last: null,
  };
  expect(feedViewSchema.parse({ ...view, list: ['a:b@192.0.2.1:1'] })).toEqual(view);
  expect(feedViewSchema.safeParse({ ...view, headers: { authorization: 'Bearer secret' } }).success).toBe(false);
});

it('takes orders and feedback that say what they mean', () => {
  expect(runStartSchema.parse({})).toEqual({ force: false });
  expect(runStartSchema.safeParse({ forced: true }).success).toBe(false);
  expect(feedbackSchema.safeParse({ proxy: '192.0.2.1:8080', ok: 'yes' }).success).toBe(false);
});
