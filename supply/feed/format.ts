/** What a list is written in, by how it begins. Pure. */
import { csvRows, separatorOf } from '@atlantic/contract/endpoint-list/csv.ts';
import type { FeedFormat } from '@atlantic/contract/supply/feed.ts';
import { isHeader, type Separator } from './csv-parser.ts';

/** Octets that are looked at. */
export const SNIFFED = 4_096;

/** `binary`: no list of Atlantic's, such as UTF-16, an archive or an image. */
export type Sniffed =
  | { readonly format: 'text' | 'json' | 'html' | 'binary' }
  | { readonly format: 'csv'; readonly separator: Separator };

const UTF8_MARK = Buffer.from('efbbbf', 'hex');

/** Octets of the mark that UTF-8 may begin with. */
export const markLength = (head: Buffer): number => (head.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0);

/** UTF-16 begins with a mark of two octets or has zeros between its characters; no text of UTF-8 has either. */
const isBinary = (head: Buffer): boolean =>
  head.includes(0) || (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);

const MARKUP = /<(?:!doctype|html|head|body|table|tr|td|pre|div|p|br|ul)\b/i;
/** An address, and its port in a field of its own. */
const ROW = /^"?\d+\.\d+\.\d+\.\d+"?([,;\t])"?\d+"?(?:[,;\t]|$)/;

function csvSeparator(lines: readonly string[]): Separator | undefined {
  const [first = ''] = lines;
  const separator = separatorOf(first);
  if (isHeader(csvRows(first, separator)[0]?.fields ?? [])) return separator;
  return ROW.exec(first)?.[1] as Separator | undefined;
}

/** `head`: the first octets, SNIFFED of them unless the list is shorter. */
export function sniff(head: Buffer): Sniffed {
  if (isBinary(head)) return { format: 'binary' };
  const text = head.toString('utf8', markLength(head)).trimStart();
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:#|\/\/|;)/.test(line));
  const [first = ''] = lines;
  // An IPv6 address with its port begins as an array does.
  if (/^[[{]/.test(first) && !/^\[[0-9a-f:.]+\]:/i.test(first)) return { format: 'json' };
  if (first.startsWith('<') || MARKUP.test(text)) return { format: 'html' };
  const separator = csvSeparator(lines);
  return separator === undefined ? { format: 'text' } : { format: 'csv', separator };
}

/** How to read a list that is said to be of a format. */
export function sniffAs(format: FeedFormat, head: Buffer): Sniffed {
  const sniffed = sniff(head);
  if (format === 'auto' || sniffed.format === format || sniffed.format === 'binary') return sniffed;
  if (format !== 'csv') return { format };
  const text = head.toString('utf8', markLength(head)).trimStart();
  return { format, separator: separatorOf(text.split(/[\r\n]/).find((line) => !line.startsWith('#')) ?? '') };
}
