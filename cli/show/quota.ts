/** What a credential may spend, in words. */
import type { Credential } from '@atlantic/contract/api.ts';
import { showBytes } from './quantity.ts';

export function showQuota({ bytes, requests }: Credential['quota']): string {
  const parts = [
    ...(bytes === null ? [] : [showBytes(bytes)]),
    ...(requests === null ? [] : [`${requests} request${requests === 1 ? '' : 's'}`]),
  ];
  return parts.length === 0 ? 'no limit' : parts.join(', ');
}
