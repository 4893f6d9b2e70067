/** Calls of supply's own API, on behalf of whoever calls control: bounded in time and size, and their answers checked. */
import { Readable } from 'node:stream';
import { problemSchema } from '@atlantic/contract/api.ts';
import { AtlanticError, isErrorCode } from '@atlantic/contract/errors.ts';
import type { z } from 'zod';

export interface SupplyRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Of contract/supply/api.ts. */
  readonly path: string;
  /** As it was asked, with its question mark; empty where there is none. */
  readonly query?: string;
  readonly body?: object;
  /** From the start of the call to the last octet of its answer. */
  readonly timeoutMs?: number;
}

/** Throws `supply_away` when there is no answer in time, or none that can be used, and the code that supply refused with. */
export type SupplyCall = <Schema extends z.ZodType>(
  request: SupplyRequest,
  schema: Schema,
) => Promise<z.output<Schema>>;

/** An answer of any length, as it comes. */
export interface SupplyStream {
  readonly type: string;
  readonly body: Readable;
}

export interface SupplyApi {
  readonly call: SupplyCall;
  /** Throws what `call` throws, before the first octet. */
  stream(request: SupplyRequest): Promise<SupplyStream>;
}

const STANDARD_MS = 10_000;
/** A stream to a slow client, to its last octet. */
const LONGEST_STREAM_MS = 300_000;
/** Octets. The largest answer is the reports of 500 runs of a thousand feeds, cut to what is asked. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw away('Its answer is larger than 32 MiB; ask for less.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const away = (detail: string, cause?: unknown) => new AtlanticError('supply_away', { detail, cause });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What supply says of a key that it does not know: control's own of a moment ago, and no fault of who asked. */
const OF_KEYS: readonly string[] = ['api_key_missing', 'api_key_invalid', 'auth_throttled', 'key_not_operator'];

function refusal(status: number, body: unknown): AtlanticError {
  const problem = problemSchema.safeParse(body);
  if (problem.success ? OF_KEYS.includes(problem.data.code) : status === 401)
    return away('It does not know this control yet.');
  if (problem.success && isErrorCode(problem.data.code))
    return new AtlanticError(problem.data.code, { detail: problem.data.detail });
  return away(`It answered ${status}.`);
}

/** Why nothing came back. Node's fetch wraps the system's error in a `cause`. */
function silence(thrown: unknown): AtlanticError {
  if (thrown instanceof AtlanticError) return thrown;
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? `: ${String(cause.code)}` : '';
  const late = thrown instanceof Error && thrown.name === 'TimeoutError';
  return away(late ? 'It did not answer in time.' : `It cannot be reached${code}.`, thrown);
}

/** `listener`: where supply answers, `http://HOST:PORT`; undefined where it is off. `key`: by which it knows control. */
export function createSupplyApi(listener: () => string | undefined, key: string): SupplyApi {
  async function open({ method, path, query = '', body }: SupplyRequest, signal: AbortSignal): Promise<Response> {
    const url = listener();
    if (url === undefined) throw away('The configuration has it off, or it has not said yet where it is.');
    const response = await fetch(`${url}${path}${query}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      // The key goes to supply and nowhere else.
      redirect: 'error',
      signal,
    });
    if (response.ok) return response;
    throw refusal(response.status, parseJson(await readText(response)));
  }

  return {
    async call(request, schema) {
      try {
        const response = await open(request, AbortSignal.timeout(request.timeoutMs ?? STANDARD_MS));
        const parsed = schema.safeParse(parseJson(await readText(response)));
        if (parsed.success) return parsed.data;
        throw away('Its answer is of another version.');
      } catch (thrown) {
        throw silence(thrown);
      }
    },
    async stream(request) {
      try {
        const signal = AbortSignal.timeout(request.timeoutMs ?? LONGEST_STREAM_MS);
        const { headers, body } = await open(request, signal);
        const stream = body ? Readable.fromWeb(body) : Readable.from([]);
        return { type: headers.get('content-type') ?? 'text/plain', body: stream };
      } catch (thrown) {
        throw silence(thrown);
      }
    },
  };
}
