import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFields, Logger } from '@atlantic/kernel/observe/log.ts';
import { makeCertificate } from '@atlantic/tests/kit/certificate.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { contextOf, openCertificate } from './certificate.ts';

const EVERY = 1_000;
const folder = temporaryFolder('certificate');
const pairs = ['one', 'two'].map((name) => join(folder.path, name));
beforeAll(async () => {
  for (const pair of pairs) {
    mkdirSync(pair);
    await makeCertificate(pair);
  }
});
afterAll(() => folder[Symbol.dispose]());
afterEach(() => void vi.useRealTimers());

const files = { certificate: join(folder.path, 'certificate.pem'), key: join(folder.path, 'key.pem') };
const put = (pair: 0 | 1, ...which: ('certificate.pem' | 'key.pem')[]) => {
  for (const file of which) copyFileSync(join(pairs[pair] ?? '', file), join(folder.path, file));
};

/** Opened on what lies there; `look` lets it look again, and waits until it has. */
function open() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const logged: [level: string, fields: LogFields | undefined][] = [];
  const at = (level: string) => (_message: string, fields?: LogFields) => void logged.push([level, fields]);
  const log: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const certificate = openCertificate(files, { log, listener: 'h:1', everyMs: EVERY });
  const look = async () => {
    vi.advanceTimersByTime(EVERY);
    await vi.waitFor(() => expect(certificate.looks()).toBe(0));
  };
  return { certificate, logged, look };
}

describe('a certificate', () => {
  it('is renewed with its files, and not by half of them', async () => {
    put(0, 'certificate.pem', 'key.pem');
    const { certificate, logged, look } = open();
    const first = certificate.context();
    expect(first).toBeDefined();
    await look();
    expect([certificate.context(), logged]).toEqual([first, []]);

    put(1, 'certificate.pem');
    await look();
    await look();
    expect(certificate.context()).toBe(first);
    expect(logged).toEqual([['error', { listener: 'h:1', error: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' }]]);

    put(1, 'key.pem');
    await look();
    expect(certificate.context()).not.toBe(first);
    expect(logged.at(-1)).toEqual(['info', { listener: 'h:1' }]);
    certificate.close();
  });

  it('stays while its files are away or broken, which is said once each', async () => {
    put(0, 'certificate.pem', 'key.pem');
    const { certificate, logged, look } = open();
    const first = certificate.context();
    rmSync(files.key);
    await look();
    await look();
    writeFileSync(files.key, 'half a k');
    await look();
    await look();
    expect(certificate.context()).toBe(first);
    expect(logged.map(([level]) => level)).toEqual(['error', 'error']);
    expect(logged[0]?.[1]).toMatchObject({ error: 'ENOENT' });
    certificate.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is not there at first comes into force when it is', async () => {
    rmSync(files.certificate, { force: true });
    const { certificate, logged, look } = open();
    expect(certificate.context()).toBeUndefined();
    expect(logged).toHaveLength(1);
    put(1, 'certificate.pem', 'key.pem');
    await look();
    expect(certificate.context()).toBeDefined();
    certificate.close();
  });
});

it('is refused without its own key', () => {
  expect(() => contextOf({ cert: 'no', key: 'no' })).toThrow();
});
