/** Whoever looks at an answer before the client hears of it. */
import type { ResponseHead } from '@atlantic/wire/http-head.ts';

/** `reject`: the client does not get it, and the request goes elsewhere. `body`: its first piece must be seen first. */
export type Verdict = 'pass' | 'reject' | 'body';

export interface Judge {
  head(answer: ResponseHead): Verdict;
  /** The first octets of the content, of an answer whose head was not enough. */
  body(octets: Buffer): 'pass' | 'reject';
}
