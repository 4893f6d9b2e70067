/** Endpoints that are imported while the program runs: by the time the command has ended, every worker goes out by them. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EndpointView, endpointImportReportSchema, endpointPageSchema } from '@atlantic/contract/api-endpoint.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import type { UpstreamProxy } from './kit/upstream-proxy.ts';

const PASSWORD = 'password-of-the-upstream';
/** Connections enough that each of two workers has several. */
const CONNECTIONS = 12;

const peers = new AsyncDisposableStack();
let origin: Origin;
let first: UpstreamProxy;
let second: UpstreamProxy;
let atlantic: Atlantic;
let credential: TestCredential;

beforeAll(async () => {
  const auth = { username: 'gateway', password: PASSWORD };
  origin = peers.use(await startOrigin());
  first = peers.use(await startTinyproxy({ auth }));
  second = peers.use(await startTinyproxy({ auth }));
  const config = {
    egress: { targets: { allowPrivate: true } },
    pools: [{ name: 'rented', kind: 'list' as const }],
    routes: [{ pool: 'rented' }],
  };
  atlantic = peers.use(await startAtlantic({ config }));
  credential = await createCredential(atlantic, 'importer');
});
afterAll(() => peers.disposeAsync());

/** `HOST:PORT:USER:PASSWORD`, as proxies are sold. */
const lineOf = ({ url }: UpstreamProxy): string => {
  const { hostname, port, username, password } = new URL(url);
  return `${hostname}:${port}:${username}:${password}`;
};
const addressOf = ({ url }: UpstreamProxy): string => `http://${new URL(url).host}`;

async function importList(text: string, ...more: readonly string[]) {
  writeFileSync(join(atlantic.data, 'list.txt'), text);
  return atlantic.cli('endpoint', 'import', join(atlantic.data, 'list.txt'), '--pool', 'rented', ...more);
}

async function endpoints(): Promise<EndpointView[]> {
  const { stdout } = await atlantic.cli('endpoint', 'list', '--pool', 'rented', '--json');
  return endpointPageSchema.pick({ endpoints: true }).parse(JSON.parse(stdout)).endpoints;
}

const ask = (url: string) => curl(['-x', atlantic.ready.egress.http, '-U', credential.user, url]);

/** The statuses of requests over so many connections, and by which exits they went. */
async function served() {
  const answers = await Promise.all(Array.from({ length: CONNECTIONS }, () => ask(`${origin.url}/bytes/10`)));
  const pages = await Promise.all(Array.from({ length: CONNECTIONS }, () => ask('http://atlantic.status/')));
  const exits = pages.map(({ stdout }) => /exit: +(\S+)/.exec(stdout.toString())?.[1]);
  return { statuses: new Set(answers.map(({ status }) => status)), exits: new Set(exits) };
}

it('a pool without endpoints says so, and how to import', async () => {
  const answer = await ask(`${origin.url}/bytes/10`);
  expect(answer.status).toBe(503);
  expect(answer.stdout.toString()).toContain('atlantic endpoint import FILE --pool NAME');
});

it('what was imported is in use in every worker', async () => {
  const { code, stdout } = await importList(`# mine\n${lineOf(first)}\nnonsense\n`);
  expect([code, stdout]).toEqual([
    0,
    'Imported into rented: 1 added, 0 there already, 1 rejected.\n  line 3: it is not HOST:PORT or one of the other forms\n',
  ]);
  expect(await served()).toEqual({ statuses: new Set([200]), exits: new Set([addressOf(first)]) });
});

it('a list takes the place of another', async () => {
  const { stdout } = await importList(`${lineOf(second)}\n`, '--replace', '--json');
  expect(endpointImportReportSchema.parse(JSON.parse(stdout))).toMatchObject({ added: 1, removed: 1 });
  expect(await served()).toEqual({ statuses: new Set([200]), exits: new Set([addressOf(second)]) });
});

it('what cannot be used changes nothing', async () => {
  const { code, stderr } = await importList('gateway:password-of-the-upstream\n', '--replace');
  expect(code).toBe(1);
  expect(stderr).toContain('(list_unusable)\n  line 1: ');
  expect((await endpoints()).map(({ address }) => address)).toEqual([addressOf(second)]);
});

it('what is deleted is out of use', async () => {
  await importList(`${lineOf(first)}\n`);
  const [one] = await endpoints();
  expect((await atlantic.cli('endpoint', 'delete', one?.id ?? '', '--pool', 'rented')).code).toBe(0);
  expect(await served()).toEqual({ statuses: new Set([200]), exits: new Set([addressOf(first)]) });
  const all = await atlantic.cli('endpoint', 'delete', '--all', '--pool', 'rented');
  expect(all.stdout).toBe('Deleted 1 imported endpoint of rented.\n');
  expect((await ask(`${origin.url}/bytes/10`)).status).toBe(503);
});

it('ten thousand are served by, listed, and shown as a number; and no more fit', async () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `h${at}.example:8080:anna:${PASSWORD}`).join('\n');
  const imported = await importList(many);
  expect(imported.stdout).toBe('Imported into rented: 10000 added, 0 there already.\n');
  expect(await endpoints()).toHaveLength(10_000);
  expect((await atlantic.cli('pool', 'list')).stdout).toContain('10000 (10000 imported)');
  const status = await ask('http://atlantic.status/');
  expect(status.stdout.toString()).toMatch(/exit: +http:\/\/h\d+\.example:8080/);
  const full = await importList(`${lineOf(first)}\n`);
  expect([full.code, full.stderr]).toEqual([1, expect.stringContaining('(pool_full)')]);
});

it('passwords are in the database alone, which only its owner can read', async () => {
  const shown = await Promise.all([
    atlantic.cli('endpoint', 'list'),
    atlantic.cli('endpoint', 'list', '--json'),
    atlantic.cli('pool', 'list', '--json'),
  ]);
  expect(shown.map(({ stdout, stderr }) => stdout + stderr).join() + atlantic.output()).not.toContain(PASSWORD);
  const database = join(atlantic.data, 'control.db');
  expect(statSync(database).mode & 0o777).toBe(0o600);
  const stored = Buffer.concat([database, `${database}-wal`].map((file) => readFileSync(file)));
  expect(stored.includes(PASSWORD)).toBe(true);
});
