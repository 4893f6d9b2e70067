/** What an endpoint answers, before it is written to a connection. */
import type { Problem } from '@atlantic/contract/api.ts';
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';

/** A body in pieces, made while they are sent. `octets` undefined: nobody knows before the last one. */
export interface Pieces {
  readonly octets: number | undefined;
  readonly pieces: Iterable<string>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Pieces;
  /** Name, value, name, value. */
  readonly headers?: readonly string[];
}

export const TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json';

export const textAnswer = (status: number, text: string): Answer => ({ status, type: TEXT, body: `${text}\n` });
export const jsonAnswer = (status: number, value: unknown): Answer => ({
  status,
  type: JSON_TYPE,
  body: `${JSON.stringify(value)}\n`,
});

/** Whether the client asks for JSON, which also decides what a refusal looks like. */
export const wantsJson = (accept: string): boolean => /\bapplication\/(?:[\w.-]+\+)?json\b/i.test(accept);

/** A refusal that says more than its code: another status, and headers. */
export class Refusal extends AtlanticError {
  readonly status: number;
  readonly headers: readonly string[];

  constructor(code: ErrorCode, detail: string | undefined, headers: readonly string[] = [], status?: number) {
    super(code, detail === undefined ? {} : { detail });
    this.status = status ?? this.entry.status;
    this.headers = headers;
  }
}

/** `Retry-After` in whole seconds (RFC 9110 §10.2.3). */
export const retryAfter = (milliseconds: number): readonly string[] => [
  'Retry-After',
  String(Math.max(1, Math.ceil(milliseconds / 1_000))),
];

/** An error as a sentence, or as a problem document (RFC 9457) for those who ask for JSON. */
export function refusalAnswer(error: AtlanticError, json: boolean): Answer {
  const { status, headers } = error instanceof Refusal ? error : { status: error.entry.status, headers: [] };
  const { sentence, recovery } = error.entry;
  const detail = error.detail === undefined ? {} : { detail: error.detail };
  if (!json) {
    const text = `${sentence} ${error.detail ?? recovery}`;
    return { ...textAnswer(status, text), headers };
  }
  const problem: Problem = {
    type: `urn:atlantic:error:${error.code}`,
    title: sentence,
    status,
    ...detail,
    code: error.code,
    recovery,
  };
  return { status, type: 'application/problem+json', body: `${JSON.stringify(problem)}\n`, headers };
}
