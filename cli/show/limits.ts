/** What a credential or an account may do, in words. */
import type { Credential } from '@atlantic/contract/api.ts';
import { showQuota } from './quota.ts';

const UNLIMITED = showQuota({ bytes: null, requests: null });

/** `1 GiB, 50/s (burst 100), 20 at once`; `no limit`. */
export function showLimits({ quota, limits }: Pick<Credential, 'quota' | 'limits'>): string {
  const { rate, concurrency } = limits;
  const parts = [
    ...(quota.bytes === null && quota.requests === null ? [] : [showQuota(quota)]),
    ...(rate === null ? [] : [`${rate.perSecond}/s (burst ${rate.burst})`]),
    ...(concurrency === null ? [] : [`${concurrency} at once`]),
  ];
  return parts.length === 0 ? UNLIMITED : parts.join(', ');
}
