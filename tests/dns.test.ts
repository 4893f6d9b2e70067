/** Names, end to end: a real name server whose answers change, and the program that remembers them. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { type DnsServer, startDnsServer } from './kit/dns-server.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

const peers = new AsyncDisposableStack();
let origin: Origin;
let dns: DnsServer;
let atlantic: Atlantic;
let credential: TestCredential;
let rented: TestCredential;

beforeAll(async () => {
  origin = peers.use(await startOrigin());
  dns = peers.use(await startDnsServer());
  const proxy = peers.use(await startTinyproxy());
  dns.set('proxy.example', { addresses: ['127.0.0.1'], ttlSeconds: 600 });
  const config = {
    // One worker, so that there is one memory; 127.0.0.1 alone is allowed of what is not public.
    egress: {
      workers: 1,
      targets: { allow: ['127.0.0.1'] },
      dns: { servers: [dns.address], staleSeconds: 60 },
    },
    pools: [
      { name: 'direct', kind: 'direct' as const },
      { name: 'rented', kind: 'list' as const, endpoints: [`http://proxy.example:${proxy.port}`] },
    ],
    routes: [{ match: { credentials: ['rented'] }, pool: 'rented' }, { pool: 'direct' }],
  };
  atlantic = peers.use(await startAtlantic({ config }));
  credential = await createCredential(atlantic, 'direct');
  rented = await createCredential(atlantic, 'rented');
});
afterAll(() => peers.disposeAsync());

const ask = (name: string, { user }: TestCredential = credential) =>
  curl(['-i', '-x', atlantic.ready.egress.http, '-U', user, `http://${name}:${origin.port}/bytes/10`]);
const questions = (name: string) => dns.asked.filter((question) => question === `A ${name}`).length;

it('asks once for as long as the answer holds', async () => {
  dns.set('long.example', { addresses: ['127.0.0.1'], ttlSeconds: 600 });
  for (let time = 0; time < 3; time += 1) expect((await ask('long.example')).status).toBe(200);
  expect(questions('long.example')).toBe(1);
});

it('asks once for the name of a proxy', async () => {
  for (let time = 0; time < 3; time += 1) expect((await ask('127.0.0.1', rented)).status).toBe(200);
  expect(questions('proxy.example')).toBe(1);
});

it('judges what a name turns to, whatever it was before', async () => {
  dns.set('turning.example', { addresses: ['127.0.0.1'], ttlSeconds: 0 });
  expect((await ask('turning.example')).status).toBe(200);
  dns.set('turning.example', { addresses: ['127.0.0.2'], ttlSeconds: 0 });
  await vi.waitFor(async () => expect((await ask('turning.example')).status).toBe(403), { timeout: 10_000 });
});

it('goes on with what it knew while the name server is in trouble', async () => {
  dns.set('known.example', { addresses: ['127.0.0.1'], ttlSeconds: 0 });
  expect((await ask('known.example')).status).toBe(200);
  dns.set('known.example', { trouble: 'SERVFAIL' });
  const before = questions('known.example');
  // Until the answer is over and was asked for in vain.
  await vi.waitFor(
    async () => {
      expect((await ask('known.example')).status).toBe(200);
      expect(questions('known.example')).toBeGreaterThan(before);
    },
    { timeout: 10_000 },
  );
  expect((await ask('known.example')).status).toBe(200);
});

it('says whether a name does not exist or could not be asked for', async () => {
  dns.set('trouble.example', { trouble: 'SERVFAIL' });
  const [missing, trouble] = [await ask('missing.example'), await ask('trouble.example')];
  expect(missing.stdout.toString()).toContain('error=dns_error');
  expect(trouble.stdout.toString()).toContain('error=dns_timeout');
});
