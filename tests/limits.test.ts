/** What credentials and accounts may do at a time and where to, as people set it and clients feel it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { type Origin, startOrigin } from './kit/origin.ts';

const peers = new AsyncDisposableStack();
let origin: Origin;
let atlantic: Atlantic;

beforeAll(async () => {
  origin = peers.use(await startOrigin());
  const config = {
    egress: { workers: 2, targets: { allowPrivate: true } },
    accounts: [{ name: 'closed', targets: { only: ['shop.example'] } }],
    credentials: [{ name: 'inside', account: 'closed', secret: 'a secret of the configuration file' }],
  };
  atlantic = peers.use(await startAtlantic({ config }));
});
afterAll(() => peers.disposeAsync());

const ask = (user: string, path: string, ...options: string[]) =>
  curl(['-i', '-x', atlantic.ready.egress.http, '-U', user, ...options, `${origin.url}${path}`]);

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await atlantic.cli(...args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

describe('a rate', () => {
  it('gives its burst, then 429 with when to come again, and holds no longer than it is set', async () => {
    const { user } = await createCredential(atlantic, 'slow', '--rate', '0.01:2');
    expect((await ask(user, '/bytes/10')).status).toBe(200);
    expect((await ask(user, '/bytes/10')).status).toBe(200);
    const refused = await ask(user, '/bytes/10', '-H', 'Accept: application/json');
    expect(refused.status).toBe(429);
    expect(refused.stdout.toString()).toMatch(/retry-after: (9\d|100)\r\n/i);
    expect(refused.stdout.toString()).toContain('"code":"rate_exceeded"');
    expect(await run('credential', 'update', 'slow', '--rate', 'none')).toContain('slow may now do: no limit.');
    expect((await ask(user, '/bytes/10')).status).toBe(200);
  });
});

describe('a limit of concurrency', () => {
  it('has room again when a worker dies with what it had under way', async () => {
    const { user } = await createCredential(atlantic, 'few', '--concurrency', '1');
    const requests = origin.counts.requests;
    const held = ask(user, '/slow/100000?ms=60000');
    await expect.poll(() => origin.counts.requests, { timeout: 10_000 }).toBe(requests + 1);
    const refused = await ask(user, '/bytes/10');
    expect(refused.status).toBe(429);
    expect(refused.stdout.toString()).toContain('concurrency_exceeded');
    for (const worker of atlantic.ready.pids.egress) process.kill(worker, 'SIGKILL');
    expect((await held).code).not.toBe(0);
    await expect.poll(async () => (await ask(user, '/bytes/10')).status, { timeout: 20_000 }).toBe(200);
  });
});

describe('an account', () => {
  it('shares its quota among its credentials, in what it shows and in what it stops', async () => {
    await run('account', 'create', 'shop', '--quota-requests', '3');
    const first = await createCredential(atlantic, 'first', '--account', 'shop');
    const second = await createCredential(atlantic, 'second', '--account', 'shop');
    const answers = [];
    for (const { user } of [first, second, first, second]) answers.push((await ask(user, '/bytes/10')).status);
    expect(answers).toEqual([200, 200, 200, 429]);
    const list = async () => JSON.parse(await run('account', 'list', '--json')).accounts;
    await expect
      .poll(async () => (await list()).find(({ name }: { name: string }) => name === 'shop'), { timeout: 10_000 })
      .toMatchObject({ state: 'exhausted', used: { requests: 3 }, credentials: 2 });
    await run('account', 'update', 'shop', '--quota-requests', '4');
    expect((await ask(second.user, '/bytes/10')).status).toBe(200);
    expect((await ask(second.user, '/bytes/10')).status).toBe(429);
  });

  it('closes targets to its credentials, and opens none', async () => {
    await run('account', 'create', 'lab', '--deny', '127.0.0.0/8');
    const { user } = await createCredential(atlantic, 'curious', '--account', 'lab');
    const refused = await ask(user, '/bytes/10');
    expect(refused.status).toBe(403);
    expect(refused.stdout.toString()).toContain('The account of this credential may not reach it.');
    await run('account', 'update', 'lab', '--deny', 'none');
    expect((await ask(user, '/bytes/10')).status).toBe(200);
  });

  it('of the configuration file holds there', async () => {
    expect((await ask('inside:a secret of the configuration file', '/bytes/10')).status).toBe(403);
    const { code, stderr } = await atlantic.cli('account', 'update', 'closed', '--only', 'none');
    expect([code, stderr]).toEqual([1, expect.stringContaining('managed_by_file')]);
  });

  it('that has credentials is not deleted', async () => {
    const { code, stderr } = await atlantic.cli('account', 'delete', 'shop');
    expect([code, stderr]).toEqual([1, expect.stringContaining('account_in_use')]);
  });
});
