/** Follows the files of control's certificate, so that one that was renewed is served without a restart. */
import {
  type CertificateFiles,
  type CertificatePair,
  certificatePair,
  pairProblem,
} from '@atlantic/contract/certificate.ts';
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
    const read = certificatePair(files);
    if (!('message' in read) && same(read, current)) {
      said = '';
      return;
    }
    const problem = 'message' in read ? read : pairProblem(read);
    if (problem) {
      if (said !== problem.message)
        log.warn(`control.tls: the new ${problem.at} ${problem.message}; the old pair stays`);
      said = problem.message;
    } else if (!('message' in read)) {
      options.onChange(read);
      current = read;
      said = '';
      log.info('control serves with a new certificate');
    }
  });
}
