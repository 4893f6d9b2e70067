/** What clients fetch: one megabyte that no part of the way can guess or compress. */
import { bodyOf } from '../kit/body.ts';

export const MEGABYTE = 1_000_000;
export const LARGE_BODY = bodyOf(MEGABYTE);
