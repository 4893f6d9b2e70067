/** Points in time as people read them. */
import { momentText } from './health.ts';

/** `2026-11-21 15:04:05`, in UTC as everywhere, from milliseconds since 1970; `-` where there is none. */
export const timeText = (time: number | null): string =>
  momentText(time === null ? null : new Date(time).toISOString());

/** `12.5 %`, with at most one decimal. */
export const shareText = (share: number | null): string =>
  share === null ? '-' : `${Number((share * 100).toFixed(1))} %`;
