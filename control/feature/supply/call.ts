/** Calls of supply's own API, on behalf of whoever calls control: bounded in time and size, and their answers checked. */
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

const STANDARD_MS = 10_000;
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

/** What supply refused with. A key that it does not know is control's own of a moment ago, and no fault of who asked. */
function refusal(status: number, body: unknown): AtlanticError {
  if (status === 401 || status === 403) return away('It does not know this control yet.');
  const problem = problemSchema.safeParse(body);
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
export const supplyCall =
  (listener: () => string | undefined, key: string): SupplyCall =>
  async ({ method, path, query = '', body, timeoutMs = STANDARD_MS }, schema) => {
    const url = listener();
    if (url === undefined) throw away('The configuration has it off (supply.enabled).');
    try {
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
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer = parseJson(await readText(response));
      if (!response.ok) throw refusal(response.status, answer);
      const parsed = schema.safeParse(answer);
      if (!parsed.success) throw away('Its answer is of another version.');
      return parsed.data;
    } catch (thrown) {
      throw silence(thrown);
    }
  };
