import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@atlantic/contract/config/read.ts';
import { LOOPBACK, NAMED } from '@atlantic/contract/fixture/certificates.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it } from 'vitest';
import { createServer } from '../app.ts';
import { temporaryFolder } from '../fixture/folder.ts';
import { closeInTime, listen, proofOf, readTls } from './listen.ts';

const server = () => createServer(createLog({ name: 'control', destination: { write() {} } }));

it('listens, says where it can be reached, and refuses what it cannot have', async () => {
  const app = server();
  const url = await listen(app, '0.0.0.0:0', 'http');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const second = server();
  await expect(listen(second, url.replace('http://', ''), 'http')).rejects.toMatchObject({
    code: 'config_invalid',
    detail: expect.stringContaining('(EADDRINUSE)'),
  });
  await closeInTime(app);
  await closeInTime(second);
});

it('reads its certificate beside the file, and says how it is proved', () => {
  const folder = temporaryFolder();
  const tls = { certificate: 'own.pem', key: 'own-key.pem' };
  writeFileSync(join(folder, tls.certificate), NAMED.certificate);
  writeFileSync(join(folder, tls.key), NAMED.key);
  const read = readConfig('', join(folder, 'atlantic.yaml'));
  if (!('config' in read)) throw new Error('the defaults are good');
  expect(readTls(read)).toBeUndefined();
  const own = readTls({ ...read, config: { ...read.config, control: { ...read.config.control, tls } } });
  if (!own) throw new Error('there is a certificate');
  expect(proofOf('https://127.0.0.1:1', own)).toEqual({ ca: join(folder, 'own.pem'), name: 'control.test' });
  const loopback = { ...own, pair: { certificate: LOOPBACK.certificate, key: LOOPBACK.key } };
  expect(proofOf('https://127.0.0.1:1', loopback)).toEqual({ ca: join(folder, 'own.pem') });
});
