/** Follows the files of control's certificate, so that one that was renewed is served without a restart. */
import { type CertificateFiles, type CertificatePair, readPair } from '@atlantic/contract/certificate.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Every } from '../plane/streams.ts';

/** The files are read rather than watched: whoever renews them may replace links, folders or whole mounts. */
export const LOOK_EVERY_MS = 5_000;

const same = (a: CertificatePair, b: CertificatePair): boolean => a.certificate === b.certificate && a.key === b.key;

/**
 * Hands every new usable pair to `onChange` until the returned function is called. A pair that cannot be used is said
 * once, and the one in force stays: most often the second file is still being written.
 */
export function followCertificate(options: {
  files: CertificateFiles;
  current: CertificatePair;
  onChange: (pair: CertificatePair) => void;
  every: Every;
  log: Logger;
}): () => void {
  const { files, log } = options;
  let { current } = options;
  let said = '';
  return options.every(LOOK_EVERY_MS, () => {
    const read = readPair(files);
    if ('problems' in read) {
      const [{ at, message }] = read.problems;
      if (said !== message) log.warn(`control.tls: the new ${at} ${message}; the old pair stays`);
      said = message;
      return;
    }
    said = '';
    if (same(read.pair, current)) return;
    options.onChange(read.pair);
    current = read.pair;
    log.info('control serves with a new certificate');
  });
}
