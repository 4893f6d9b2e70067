/** Message heads as octets. */
import { TOKEN } from './http-field.ts';
import type { RequestHead, ResponseHead } from './http-head.ts';
import type { HeaderList } from './http-header.ts';
import { TARGET } from './http-start-line.ts';

// Characters above FF would be cut to one octet when written, and U+010A would become a line end.
const TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The head with its last CRLF. Throws a TypeError on parts that cannot stand in a head: the caller's mistake, not a peer's. */
export function formatRequestHead(head: RequestHead): Buffer {
  if (!TOKEN.test(head.method) || !TARGET.test(head.target)) throw new TypeError('not a request line');
  return Buffer.from(
    `${head.method} ${head.target} HTTP/1.${head.minor}\r\n${formatFields(head.headers)}\r\n`,
    'latin1',
  );
}

/** The head with its last CRLF. Throws a TypeError as `formatRequestHead` does. */
export function formatResponseHead(head: ResponseHead): Buffer {
  const { status, reason } = head;
  if (!Number.isInteger(status) || status < 100 || status > 999 || !TEXT.test(reason))
    throw new TypeError('not a status line');
  return Buffer.from(`HTTP/1.${head.minor} ${status} ${reason}\r\n${formatFields(head.headers)}\r\n`, 'latin1');
}

/** Field lines, each with its CRLF, as a latin1 string. Throws a TypeError on a name or a value that cannot be one. */
export function formatFields(fields: HeaderList): string {
  let text = '';
  for (const [name, value] of fields) {
    if (!TOKEN.test(name) || !TEXT.test(value)) throw new TypeError('not a header field');
    text += `${name}: ${value}\r\n`;
  }
  return text;
}
