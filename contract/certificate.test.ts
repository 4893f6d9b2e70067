import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { certificateHolds, certificateName, certificatePair, pairProblem } from './certificate.ts';
import { AUTHORITY, LOOPBACK, NAMED } from './fixture/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-certificate-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a pair of files', () => {
  it('is read whole, or it is said which cannot be', () => {
    const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
    expect(certificatePair(files)).toEqual({ at: 'certificate', message: 'cannot be read (ENOENT)' });
    writeFileSync(files.certificate, NAMED.certificate);
    expect(certificatePair(files)).toEqual({ at: 'key', message: 'cannot be read (ENOENT)' });
    writeFileSync(files.key, NAMED.key);
    expect(certificatePair(files)).toEqual(NAMED);
  });

  it('can be served with, or it is said why not', () => {
    expect(pairProblem(NAMED)).toBeUndefined();
    expect(pairProblem({ ...NAMED, certificate: 'text' })).toMatchObject({ at: 'certificate' });
    expect(pairProblem({ ...NAMED, key: 'text' })).toMatchObject({
      at: 'key',
      message: expect.stringContaining('PEM'),
    });
    expect(pairProblem({ ...NAMED, key: LOOPBACK.key })).toEqual({
      at: 'key',
      message: 'is not the key of the certificate',
    });
  });
});

describe('a certificate', () => {
  it.each([
    ['control.test', true],
    ['CONTROL.test', true],
    ['127.0.0.1', true],
    ['other.test', false],
    ['127.0.0.2', false],
    ['::1', false],
    ['a\0b', false],
    ['', false],
  ])('holds %s: %s', (host, holds) => {
    expect(certificateHolds(LOOPBACK.certificate, host)).toBe(holds);
  });

  it('has a first name, or none', () => {
    expect(certificateName(NAMED.certificate + AUTHORITY)).toBe('control.test');
    expect(certificateName(AUTHORITY)).toBeUndefined();
  });
});
