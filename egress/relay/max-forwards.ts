/** Max-Forwards: how many more hops a TRACE or OPTIONS request may take (RFC 9110 §7.6.2). Pure. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { RequestHead } from '@atlantic/wire/http-head.ts';
import { type HeaderList, headerValues, withoutHeaders } from '@atlantic/wire/http-header.ts';

const LIMITED = new Set(['TRACE', 'OPTIONS']);

/**
 * How many hops are left; undefined where the request does not say or its method does not count. Throws
 * `request_malformed` when what it says is no number.
 */
function hopsLeft({ method, headers }: Pick<RequestHead, 'method' | 'headers'>): number | undefined {
  const values = LIMITED.has(method) ? headerValues(headers, 'max-forwards') : [];
  if (values.length === 0) return undefined;
  const [value = ''] = values;
  if (values.length > 1 || !/^\d+$/.test(value))
    throw new AtlanticError('request_malformed', { detail: 'Max-Forwards is not one number.' });
  return Math.min(Number(value), Number.MAX_SAFE_INTEGER);
}

/**
 * The request's fields with one hop less. Throws `request_unsupported` when none was left: the request ends here, and
 * the gateway answers neither TRACE nor OPTIONS.
 */
export function spendHop(head: Pick<RequestHead, 'method' | 'headers'>): HeaderList {
  const left = hopsLeft(head);
  if (left === undefined) return head.headers;
  if (left === 0)
    throw new AtlanticError('request_unsupported', { detail: `Max-Forwards ends this ${head.method} at the gateway.` });
  return [...withoutHeaders(head.headers, ['max-forwards']), ['Max-Forwards', String(left - 1)]];
}
