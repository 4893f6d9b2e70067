/** What is known of endpoints, end to end: from the file, from lists and by command, into the choice of every request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointPageSchema } from '@atlantic/contract/api-endpoint.ts';
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

const ask = (options: string, url = 'http://atlantic.status/') =>
  curl(['-x', atlantic.ready.egress.http, '-U', `${credential.username}${options}:${credential.secret}`, url]);

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

it('leads a request to the place that it asks for, and a session with it', async () => {
  const exits = async (options: string) => {
    const pages = await Promise.all(Array.from({ length: 8 }, () => ask(options)));
    return new Set(pages.map(({ stdout }) => /exit: +http:\/\/(\w+)\.example/.exec(stdout.toString())?.[1]));
  };
  expect(await exits('-country-us')).toEqual(new Set(['heavy']));
  expect(await exits('-country-us-city-new_york')).toEqual(new Set(['heavy']));
  expect(await exits('-country-de')).toEqual(new Set(['third', 'fourth']));
  expect((await exits('-country-de-session-a')).size).toBe(1);
  const page = (await ask('-country-de')).stdout.toString();
  expect(page).toContain('chosen because: it is the next in turn of 2 endpoints in de');
});

it('says what there is when nothing is there', async () => {
  const answers: [options: string, sentence: string][] = [
    ['-country-fr', 'The pool rented has exits in de and us; not in fr.'],
    ['-country-us-city-boston', 'The pool rented has exits in the city new_york of us; not in boston.'],
    ['-country-de-city-berlin', 'The pool rented does not know the city of its exits in de.'],
    ['-asn-64500', 'The pool rented does not know the asn of its exits.'],
  ];
  for (const [options, sentence] of answers) {
    const { status, stdout } = await ask(options);
    expect([status, stdout.toString()]).toEqual([503, expect.stringContaining(sentence)]);
  }
});
