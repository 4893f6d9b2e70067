/** Quotas on the command line. */
import { type Command, InvalidArgumentError } from 'commander';
import { parseBytes, parseCount } from '../../show/quantity.ts';

export interface QuotaOptions {
  /** Infinite for `none`: the option parser has no null. */
  readonly quotaBytes?: number;
  readonly quotaRequests?: number;
}

function bytes(text: string): number {
  const amount = text === 'none' ? Number.POSITIVE_INFINITY : parseBytes(text);
  if (amount === undefined) throw new InvalidArgumentError('Give bytes (1048576), 10MB, 1GiB, or none.');
  return amount;
}

function requests(text: string): number {
  const amount = text === 'none' ? Number.POSITIVE_INFINITY : parseCount(text);
  if (amount === undefined) throw new InvalidArgumentError('Give a whole number, or none.');
  return amount;
}

export const addQuota = (command: Command): Command =>
  command
    .option('--quota-bytes <n>', 'bytes up and down together: 1048576, 10MB, 1GiB, or none', bytes)
    .option('--quota-requests <n>', 'number of requests, or none', requests);

const limit = (amount: number): number | null => (Number.isFinite(amount) ? amount : null);

/** The quotas that were given, and only those, as the API has them: null means no limit. */
export const givenQuota = ({ quotaBytes, quotaRequests }: QuotaOptions) => ({
  ...(quotaBytes !== undefined && { quotaBytes: limit(quotaBytes) }),
  ...(quotaRequests !== undefined && { quotaRequests: limit(quotaRequests) }),
});
