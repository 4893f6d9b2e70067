import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { certificateHolds, certificateName, readPair } from './certificate.ts';
import { AUTHORITY, LOOPBACK, NAMED } from './fixture/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-certificate-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a pair of files', () => {
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const read = (certificate: string, key: string) => {
    writeFileSync(files.certificate, certificate);
    writeFileSync(files.key, key);
    return readPair(files);
  };

  it('is read whole, or it is said of each why it cannot be', () => {
    expect(readPair(files)).toEqual({
      problems: [
        { at: 'certificate', message: `cannot be read (ENOENT: ${files.certificate})` },
        { at: 'key', message: `cannot be read (ENOENT: ${files.key})` },
      ],
    });
    expect(read(NAMED.certificate, NAMED.key)).toEqual({ pair: NAMED });
  });

  it.each([
    ['text', NAMED.key, 'certificate', 'is not a certificate in PEM'],
    [NAMED.certificate, 'text', 'key', 'is not a private key in PEM'],
    [NAMED.certificate, LOOPBACK.key, 'key', 'is not the key of the certificate beside it'],
  ])('cannot be served with when it does not fit (%#)', (certificate, key, at, message) => {
    expect(read(certificate, key)).toEqual({ problems: [{ at, message: expect.stringContaining(message) }] });
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
