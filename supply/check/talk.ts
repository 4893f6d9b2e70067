/**
 * The conversations that a trip to a judge is made of, without I/O: octets in, octets to write out, and what came of it. One
 * is made when its turn has come, so a proxy that never accepts costs none.
 */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';

/** An answer to a request for a page. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** Why a trip came no further. */
export interface Failure {
  readonly code: ErrorCode;
  /** What the code alone cannot say; nothing of what the other side wrote but numbers. */
  readonly detail: string | undefined;
  /** Something came that only a proxy of this kind would say. */
  readonly spoke: boolean;
  /** It had been asked for the judge, so the judge may have a part in it. */
  readonly asked: boolean;
  /** Another try may not meet it. */
  readonly transient: boolean;
}

export type TalkStep =
  /** Write `send`, if there is any, and come back with what is said. */
  | { readonly type: 'more'; readonly send?: Buffer }
  /** It is over. `rest` came early and belongs to the next conversation. */
  | { readonly type: 'done'; readonly rest: Buffer; readonly answer?: Answer }
  | { readonly type: 'failed'; readonly failure: Failure };

export interface Talk {
  /** The first step, before anything was said. */
  start(): TalkStep;
  push(chunk: Buffer): TalkStep;
  /** The other side says no more: what that means here. `reset`: it broke the connection off. */
  end(reset: boolean): TalkStep;
}

export const MORE: TalkStep = { type: 'more' };
export const NOTHING: Buffer = Buffer.alloc(0);

export function failed(code: ErrorCode, more: Partial<Omit<Failure, 'code'>> = {}): TalkStep {
  const { detail, spoke = false, asked = false, transient = false } = more;
  return { type: 'failed', failure: { code, detail, spoke, asked, transient } };
}
