/** One call of the control API: sent, bounded in time and size, and its answer checked. */
import type { z } from 'zod';
import { type Problem, problemSchema } from './api.ts';
import { AtlanticError, isErrorCode } from './errors.ts';

/** Bytes. The largest answer is a list of 10,000 credentials. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

export interface ControlAddress {
  /** Where control answers, for example `http://127.0.0.1:8082`. */
  readonly url: string;
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
  /** From the start of the call to the last byte of its answer. */
  readonly timeoutMs: number;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, already percent-encoded. */
  readonly path: string;
  readonly body?: unknown;
  /** YAML, in place of a JSON body. */
  readonly text?: string;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new Error('the answer is larger than 16 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `name: must be …; quotaBytes: …` of a problem that lists its fields, else its detail. */
function detailOf({ detail, errors }: Problem): string | undefined {
  const fields = (errors ?? []).map(({ field, message }) => `${field}: ${message}`);
  return fields.length > 0 ? fields.join('; ') : detail;
}

/** What refused the call, as the same error that control threw. */
function refusal(url: string, status: number, body: unknown): AtlanticError {
  const problem = problemSchema.safeParse(body);
  if (problem.success && isErrorCode(problem.data.code)) {
    return new AtlanticError(problem.data.code, { detail: detailOf(problem.data) });
  }
  return new AtlanticError('control_unreachable', {
    detail: `What answers at ${url} is not Atlantic (HTTP ${status}).`,
  });
}

/** OpenSSL's and Node's codes for a certificate that was not taken (Node's documentation, tls: "X509 certificate error codes"). */
const UNTRUSTED =
  /^(?:ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY)_|CERT_|INVALID_CA$|HOSTNAME_MISMATCH$)/;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Why nothing came back. Node's fetch wraps the system's error in a `cause`. */
function silence(url: string, timeoutMs: number, thrown: unknown): AtlanticError {
  const { name, message, cause } = thrown as Error;
  const untrusted = [thrown, cause].find((error) => UNTRUSTED.test(codeOf(error)));
  if (untrusted instanceof Error) {
    return new AtlanticError('control_untrusted', { detail: `${url}: ${untrusted.message}`, cause: thrown });
  }
  const reason =
    name === 'TimeoutError' ? `no answer in ${timeoutMs} ms` : cause instanceof Error ? cause.message : message;
  return new AtlanticError('control_unreachable', {
    detail: `${url}: ${reason || 'connection failed'}.`,
    cause: thrown,
  });
}

/**
 * Calls the API and gives its answer as `schema` has it.
 *
 * Throws AtlanticError: the code control answered with, or `control_unreachable` when there is no answer in time or the
 * answer is not Atlantic's. Redirects are refused, so that the key goes nowhere else.
 */
export async function callApi<Schema extends z.ZodType>(
  { url, apiKey, fetch, timeoutMs }: ControlAddress,
  { method, path, body, text }: ApiRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = text === undefined ? 'application/json' : 'application/yaml';
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const exchange = async () => {
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        ...(payload !== undefined && { 'content-type': type }),
      },
      ...(payload !== undefined && { body: payload }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, ok: response.ok, body: parseJson(await readText(response)) };
  };
  const answer = await exchange().catch((thrown: unknown) => {
    throw silence(url, timeoutMs, thrown);
  });
  const parsed = schema.safeParse(answer.body);
  if (!answer.ok || !parsed.success) throw refusal(url, answer.status, answer.body);
  return parsed.data;
}
