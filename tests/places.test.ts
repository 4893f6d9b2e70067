/** What is known of endpoints, end to end: from the file, from lists and by command, into the choice of every request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointPageSchema } from '@atlantic/contract/api.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';

const peers = new AsyncDisposableStack();
let atlantic: Atlantic;
let credential: TestCredential;

beforeAll(async () => {
  const config = {
    // One worker, so that the turns of the pool are those of one order.
    egress: { workers: 1, targets: { allowPrivate: true } },
    pools: [
      {
        name: 'rented',
        kind: 'list' as const,
        choose: 'round-robin' as const,
        endpoints: [
          { url: 'http://heavy.example:1', weight: 3, country: 'US', city: 'New York' },
          'http://light.example:1',
        ],
      },
    ],
    routes: [{ pool: 'rented' }],
  };
  atlantic = peers.use(await startAtlantic({ config }));
  credential = await createCredential(atlantic, 'traveller');
});
afterAll(() => peers.disposeAsync());

/** The exits of so many requests one after the other, by host. The page about the gateway goes out nowhere. */
async function exitsOf(count: number): Promise<Record<string, number>> {
  const page = 'http://atlantic.status/';
  const pages = Array.from({ length: count }, () => page);
  const { stdout } = await curl(['-x', atlantic.ready.egress.http, '-U', credential.user, ...pages]);
  const hosts = [...stdout.toString().matchAll(/exit: +http:\/\/(\w+)\.example/g)].map(([, host]) => host ?? '');
  return Object.fromEntries(
    Object.entries(Object.groupBy(hosts, (host) => host)).map(([host, all]) => [host, all?.length ?? 0]),
  );
}

async function endpoints() {
  const { stdout } = await atlantic.cli('endpoint', 'list', '--pool', 'rented', '--json');
  return endpointPageSchema.pick({ endpoints: true }).parse(JSON.parse(stdout)).endpoints;
}

it('gives each endpoint its share by weight, whoever said it', async () => {
  expect(await exitsOf(40)).toEqual({ heavy: 30, light: 10 });
  writeFileSync(
    join(atlantic.data, 'list.csv'),
    'host,port,weight,country\nthird.example,1,4,DE\nfourth.example,1,0,DE\n',
  );
  const imported = await atlantic.cli('endpoint', 'import', join(atlantic.data, 'list.csv'), '--pool', 'rented');
  expect(imported.stdout).toMatch(/2 added.*\n {2}line 3: it was taken without its weight, which must be/);
  const [, , third, fourth] = await endpoints();
  const updated = await atlantic.cli('endpoint', 'update', fourth?.id ?? '', '--pool', 'rented', '--weight', '2');
  expect(updated.stdout).toBe('http://fourth.example:1 has the weight 2, and its place is de.\n');
  expect(await exitsOf(40)).toEqual({ heavy: 12, light: 4, third: 16, fourth: 8 });
  expect(third).toMatchObject({ weight: 4, country: 'de' });
});
