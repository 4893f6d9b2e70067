import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Credential } from '@atlantic/contract/api.ts';
import { readConfig } from '@atlantic/contract/config/read.ts';
import { LOOPBACK, NAMED } from '@atlantic/contract/fixture/certificates.ts';
import { createHttpsFetch } from '@atlantic/contract/https-fetch.ts';
import { PLANE_PATHS } from '@atlantic/contract/plane.ts';
import { controlReadySchema } from '@atlantic/contract/process.ts';
import { statusSchema } from '@atlantic/contract/status.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TEST_TIME } from './fixture/database.ts';
import { temporaryFolder } from './fixture/folder.ts';
import { startControl } from './start.ts';

const logged: string[] = [];
const log = createLog({ name: 'control', destination: { write: (line) => void logged.push(line) } });

async function start(data: string, yaml = '', listen = '127.0.0.1:0') {
  const config = readConfig(yaml, join(data, 'atlantic.yaml'));
  if (!('config' in config)) throw new Error(JSON.stringify(config.problems));
  const control = await startControl({ data, config, listen, log, now: () => TEST_TIME });
  onTestFinished(control.close);
  const { ready } = control;
  const secret = (file: string) => readFileSync(file, 'utf8').trim();
  const get = (path: string, file = ready.apiKeyFile) =>
    fetch(new URL(path, ready.url), {
      headers: { authorization: `Bearer ${secret(file)}` },
      signal: AbortSignal.timeout(5_000),
    });
  const credentials = async () =>
    ((await (await get('/api/v1/credentials')).json()) as { credentials: Credential[] }).credentials;
  return { ...control, get, credentials };
}

describe('control', () => {
  it('starts in an empty folder with keys, a demo credential and private files', async () => {
    const data = join(temporaryFolder(), 'data');
    const { ready, get, credentials } = await start(data);
    expect(controlReadySchema.parse(ready)).toEqual({
      kind: 'control-ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      apiKeyFile: join(data, 'api-key'),
      firstStart: true,
      demoFile: join(data, 'demo-credential'),
      planeTokenFile: join(data, 'plane-token'),
      supplyTokenFile: join(data, 'supply-token'),
    });
    expect(await credentials()).toMatchObject([{ name: 'demo', quota: { bytes: 1024 ** 3 } }]);
    expect((await get(PLANE_PATHS.manifest, ready.planeTokenFile)).status).toBe(200);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(data))
      expect([file, statSync(join(data, file)).mode & 0o777]).toEqual([file, 0o600]);
    expect(await (await get('/metrics')).text()).toContain('process_cpu_seconds_total');
  });

  it('says which listener is for a credential that does not exist', async () => {
    const listeners = ['demo', 'scraper'].map((name) => `{ bind: "h:0", credential: ${name}, allowFrom: [::1] }`);
    await start(temporaryFolder(), `egress: { listeners: [${listeners.join()}] }`);
    const warnings = logged.filter((line) => line.includes('a listener is for a credential that does not exist'));
    expect(warnings.map((line) => JSON.parse(line).credential)).toEqual(['scraper']);
  });

  it('keeps everything over a restart, and the planes see a newer snapshot', async () => {
    const data = temporaryFolder();
    const first = await start(data);
    const before = statusSchema.parse(await (await first.get('/api/v1/status')).json());
    const demo = await first.credentials();
    await first.close();
    expect(existsSync(join(data, 'control.db-wal'))).toBe(false);

    const second = await start(data);
    expect(second.ready).toMatchObject({ firstStart: false, demoFile: join(data, 'demo-credential') });
    expect(await second.credentials()).toEqual(demo);
    const after = statusSchema.parse(await (await second.get('/api/v1/status')).json());
    expect(after.snapshotVersion).toBe(before.snapshotVersion + 1);
    await second.close();

    rmSync(join(data, 'control.db'));
    const third = await start(data);
    const reborn = statusSchema.parse(await (await third.get('/api/v1/status')).json());
    expect(reborn.snapshotVersion).toBeGreaterThan(TEST_TIME / 1000);
  });

  it('does what the file says about credentials, with secrets from files', async () => {
    const data = temporaryFolder();
    const yaml = (name: string) => `credentials: [{ name: ${name}, secret: 'file:secret', quotaBytes: 5 }]`;
    writeFileSync(join(data, 'secret'), 'a secret of the file\n');
    const first = await start(data, yaml('alpha'));
    expect(await first.credentials()).toMatchObject([
      { name: 'alpha', managed: 'file', quota: { bytes: 5 } },
      { name: 'demo' },
    ]);
    await first.close();
    const second = await start(data, yaml('beta'));
    expect((await second.credentials()).map(({ name }) => name)).toEqual(['beta', 'demo']);
  });

  it('lets a demo of the file be', async () => {
    const data = temporaryFolder();
    const { ready, credentials } = await start(data, `credentials: [{ name: demo, secret: '0123456789abcdef' }]`);
    expect(ready.demoFile).toBeNull();
    expect(await credentials()).toMatchObject([{ name: 'demo', managed: 'file', quota: { bytes: null } }]);
  });

  it('ends open streams when it closes', async () => {
    const { ready, get, close } = await start(temporaryFolder());
    const stream = await get(PLANE_PATHS.stream, ready.planeTokenFile);
    const text = stream.text();
    await close();
    expect(await text).toContain('event: manifest');
  });

  it('serves HTTPS, says how it is proved, and takes a renewed certificate', async () => {
    const data = temporaryFolder();
    const files = { certificate: join(data, 'own.pem'), key: join(data, 'own-key.pem') };
    writeFileSync(files.certificate, NAMED.certificate);
    writeFileSync(files.key, NAMED.key);
    const { ready } = await start(data, 'control: { tls: { certificate: own.pem, key: own-key.pem } }', '0.0.0.0:0');
    expect(ready).toMatchObject({ ca: files.certificate, name: 'control.test' });
    expect(ready.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const trusting = createHttpsFetch({ caFile: files.certificate, name: ready.name });
    expect((await trusting(`${ready.url}/health/live`)).status).toBe(200);
    expect(logged.join('')).not.toContain('WITHOUT TLS');
  });

  it('refuses a certificate that cannot be served', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'own.pem'), NAMED.certificate);
    writeFileSync(join(data, 'own-key.pem'), LOOPBACK.key);
    const read = readConfig('', join(data, 'atlantic.yaml'));
    if (!('config' in read)) throw new Error('the defaults are good');
    const tls = { certificate: 'own.pem', key: 'own-key.pem' };
    const config = { ...read, config: { ...read.config, control: { ...read.config.control, tls } } };
    const starting = startControl({ data, config, listen: '127.0.0.1:0', log, now: () => TEST_TIME });
    await expect(starting).rejects.toMatchObject({
      detail: 'control.tls.key is not the key of the certificate beside it.',
    });
  });

  it('warns when it is open to a network without TLS', async () => {
    await start(temporaryFolder(), '', '0.0.0.0:0');
    expect(logged.join('')).toContain('CONTROL IS OPEN TO A NETWORK WITHOUT TLS');
  });

  it('says which address it cannot have, and leaves nothing open', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void blocker.close());
    const address = blocker.address();
    const listen = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const data = temporaryFolder();
    const detail = `control.listen: ${listen} cannot be used (EADDRINUSE).`;
    await expect(start(data, '', listen)).rejects.toMatchObject({ code: 'config_invalid', detail });
    expect(existsSync(join(data, 'control.db-wal'))).toBe(false);
  });

  it('logs no secret', () => {
    expect(logged.join('')).toContain('control serves');
    expect(logged.join('')).not.toMatch(/atl_[a-z]_/);
  });
});
