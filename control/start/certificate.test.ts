import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificatePair } from '@atlantic/contract/certificate.ts';
import { LOOPBACK, NAMED } from '@atlantic/contract/fixture/certificates.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixture/folder.ts';
import { followCertificate } from './certificate.ts';

it('takes over a pair that is whole, and says once why it does not take another', () => {
  const folder = temporaryFolder();
  const files = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
  const write = ({ certificate, key }: CertificatePair) => {
    writeFileSync(files.certificate, certificate);
    writeFileSync(files.key, key);
  };
  write(NAMED);
  const said: string[] = [];
  const taken: CertificatePair[] = [];
  let look = () => {};
  let stopped = false;
  const stop = followCertificate({
    files,
    current: NAMED,
    onChange: (pair) => taken.push(pair),
    every: (_, run) => {
      look = run;
      return () => {
        stopped = true;
      };
    },
    log: createLog({ name: 'control', destination: { write: (line) => void said.push(JSON.parse(line).msg) } }),
  });
  look();
  writeFileSync(files.certificate, LOOPBACK.certificate);
  look();
  look();
  expect(taken).toEqual([]);
  expect(said).toEqual(['control.tls: the new key is not the key of the certificate beside it; the old pair stays']);
  writeFileSync(files.key, LOOPBACK.key);
  look();
  look();
  expect(taken).toEqual([LOOPBACK]);
  rmSync(files.key);
  look();
  expect(said.slice(1)).toEqual([
    'control serves with a new certificate',
    `control.tls: the new key cannot be read (ENOENT: ${files.key}); the old pair stays`,
  ]);
  write(NAMED);
  look();
  expect(taken).toEqual([LOOPBACK, NAMED]);
  stop();
  expect(stopped).toBe(true);
});
