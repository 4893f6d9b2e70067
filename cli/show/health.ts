/** How a plane finds an endpoint, in words. */
import type { EndpointView } from '@atlantic/contract/api-endpoint.ts';

/** `2026-11-21 15:04:05`, in UTC as everywhere. */
export const momentText = (text: string | null): string => (text === null ? '-' : text.slice(0, 19).replace('T', ' '));

/** What it was ejected for, and by which error. */
export function reasonText({
  why,
  code,
  heldBack,
}: Pick<EndpointView['health'][number], 'why' | 'code' | 'heldBack'>): string {
  const words = [why, code].filter((each) => each !== null).join(', ');
  return heldBack ? `held back${words === '' ? '' : `: ${words}`}` : words || '-';
}
