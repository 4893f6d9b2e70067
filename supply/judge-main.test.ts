import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { type Child, startChild } from '@atlantic/tests/kit/child.ts';
import { curl } from '@atlantic/tests/kit/curl.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { expect, it } from 'vitest';
import { readJudge } from './check/read-judge.ts';

const ENTRY = join(import.meta.dirname, 'judge-main.ts');
const start = (order: unknown): Child => startChild(process.execPath, [ENTRY, JSON.stringify(order)]);

it('answers by http and https until it is told to end', async () => {
  using folder = temporaryFolder('judge');
  const issuer = createIssuer();
  const { certificate, key } = issuer.issue('127.0.0.1');
  const paths = { certificate: join(folder.path, 'c.pem'), key: join(folder.path, 'k.pem') };
  writeFileSync(paths.certificate, certificate);
  writeFileSync(paths.key, key);
  writeFileSync(join(folder.path, 'ca.pem'), issuer.certificate);
  await using child = start({ bind: '127.0.0.1:0', tls: { bind: '127.0.0.1:0', ...paths } });
  await child.firstLine;
  while (!child.stdout().includes('https')) await new Promise(setImmediate);
  const urls =
    child
      .stdout()
      .toString()
      .match(/https?:\S+/g) ?? [];
  expect(urls.map((url) => new URL(url).protocol)).toEqual(['http:', 'https:']);
  for (const url of urls) {
    const page = await curl(['--cacert', join(folder.path, 'ca.pem'), `${url}a1b2c3d4`]);
    expect(page.status).toBe(200);
    expect(readJudge('atlantic', page.stdout, 'a1b2c3d4')).toMatchObject({ page: { address: '127.0.0.1' } });
  }
  child.kill('SIGTERM');
  expect(await child.exited).toEqual({ code: 0, signal: null });
});

it('says why it cannot serve', async () => {
  await using first = start({ bind: '127.0.0.1:0' });
  const [, port] = /:(\d+)\//.exec(await first.firstLine) ?? [];
  await using second = start({ bind: `127.0.0.1:${port}` });
  expect((await second.exited).code).toBe(1);
  expect(second.stderr()).toBe(`atlantic judge: 127.0.0.1:${port} cannot be bound (EADDRINUSE)\n`);
  const tls = { bind: '127.0.0.1:0', certificate: '/nowhere', key: '/nowhere' };
  await using third = start({ bind: '127.0.0.1:0', tls });
  expect((await third.exited).code).toBe(1);
  expect(third.stderr()).toContain('--certificate cannot be read (ENOENT: /nowhere)');
});
